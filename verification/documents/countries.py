"""Codes of issuing states and nationalities; ICAO Doc 9303-3 (8th edition) section 5.

Most are ISO 3166-1 alpha-3. Part D lists what ICAO adds: Germany's single letter, organisations,
British nationals of several kinds, and people without a nationality. Codes that ISO withdrew (SCG,
YUG) are in neither list: no document that bears them as its issuer is valid any more.
"""

from types import MappingProxyType

_ISO_3166 = """
    ABW:AW AFG:AF AGO:AO AIA:AI ALA:AX ALB:AL AND:AD ARE:AE ARG:AR ARM:AM ASM:AS ATA:AQ ATF:TF
    ATG:AG AUS:AU AUT:AT AZE:AZ BDI:BI BEL:BE BEN:BJ BES:BQ BFA:BF BGD:BD BGR:BG BHR:BH BHS:BS
    BIH:BA BLM:BL BLR:BY BLZ:BZ BMU:BM BOL:BO BRA:BR BRB:BB BRN:BN BTN:BT BVT:BV BWA:BW CAF:CF
    CAN:CA CCK:CC CHE:CH CHL:CL CHN:CN CIV:CI CMR:CM COD:CD COG:CG COK:CK COL:CO COM:KM CPV:CV
    CRI:CR CUB:CU CUW:CW CXR:CX CYM:KY CYP:CY CZE:CZ DEU:DE DJI:DJ DMA:DM DNK:DK DOM:DO DZA:DZ
    ECU:EC EGY:EG ERI:ER ESH:EH ESP:ES EST:EE ETH:ET FIN:FI FJI:FJ FLK:FK FRA:FR FRO:FO FSM:FM
    GAB:GA GBR:GB GEO:GE GGY:GG GHA:GH GIB:GI GIN:GN GLP:GP GMB:GM GNB:GW GNQ:GQ GRC:GR GRD:GD
    GRL:GL GTM:GT GUF:GF GUM:GU GUY:GY HKG:HK HMD:HM HND:HN HRV:HR HTI:HT HUN:HU IDN:ID IMN:IM
    IND:IN IOT:IO IRL:IE IRN:IR IRQ:IQ ISL:IS ISR:IL ITA:IT JAM:JM JEY:JE JOR:JO JPN:JP KAZ:KZ
    KEN:KE KGZ:KG KHM:KH KIR:KI KNA:KN KOR:KR KWT:KW LAO:LA LBN:LB LBR:LR LBY:LY LCA:LC LIE:LI
    LKA:LK LSO:LS LTU:LT LUX:LU LVA:LV MAC:MO MAF:MF MAR:MA MCO:MC MDA:MD MDG:MG MDV:MV MEX:MX
    MHL:MH MKD:MK MLI:ML MLT:MT MMR:MM MNE:ME MNG:MN MNP:MP MOZ:MZ MRT:MR MSR:MS MTQ:MQ MUS:MU
    MWI:MW MYS:MY MYT:YT NAM:NA NCL:NC NER:NE NFK:NF NGA:NG NIC:NI NIU:NU NLD:NL NOR:NO NPL:NP
    NRU:NR NZL:NZ OMN:OM PAK:PK PAN:PA PCN:PN PER:PE PHL:PH PLW:PW PNG:PG POL:PL PRI:PR PRK:KP
    PRT:PT PRY:PY PSE:PS PYF:PF QAT:QA REU:RE ROU:RO RUS:RU RWA:RW SAU:SA SDN:SD SEN:SN SGP:SG
    SGS:GS SHN:SH SJM:SJ SLB:SB SLE:SL SLV:SV SMR:SM SOM:SO SPM:PM SRB:RS SSD:SS STP:ST SUR:SR
    SVK:SK SVN:SI SWE:SE SWZ:SZ SXM:SX SYC:SC SYR:SY TCA:TC TCD:TD TGO:TG THA:TH TJK:TJ TKL:TK
    TKM:TM TLS:TL TON:TO TTO:TT TUN:TN TUR:TR TUV:TV TWN:TW TZA:TZ UGA:UG UKR:UA UMI:UM URY:UY
    USA:US UZB:UZ VAT:VA VCT:VC VEN:VE VGB:VG VIR:VI VNM:VN VUT:VU WLF:WF WSM:WS YEM:YE ZAF:ZA
    ZMB:ZM ZWE:ZW
"""
_ALPHA_2 = MappingProxyType(dict(pair.split(":") for pair in _ISO_3166.split()))

# Issue documents, and are no ISO 3166-1 country.
_ICAO_ONLY = """
    D EUE GBD GBN GBO GBP GBS IAO RKS UNA UNK UNO XAA XBA XCC XCE XCO XDC XEC XES XIM XMP XOM XPO
    XSC
"""
_ICAO_ISSUERS = frozenset(_ICAO_ONLY.split())
# Stand in the nationality field only: stateless, refugee (1951 convention, other), unspecified.
_WITHOUT_NATIONALITY = frozenset({"XXA", "XXB", "XXC", "XXX"})
_UTOPIA = "UTO"


def is_issuer(code: str) -> bool:
    """Whether a real state or organisation issues documents under this code.

    >>> is_issuer("D"), is_issuer("CHE"), is_issuer("UTO"), is_issuer("SCG")
    (True, True, False, False)
    """
    return code in _ALPHA_2 or code in _ICAO_ISSUERS


def is_nationality(code: str) -> bool:
    """Whether the code can stand in the nationality field of a real document."""
    return is_issuer(code) or code in _WITHOUT_NATIONALITY


def is_fictional(code: str) -> bool:
    """Whether this is Utopia, which ICAO keeps for specimens."""
    return code == _UTOPIA


def alpha_2(code: str) -> str | None:
    """Return the ISO 3166-1 alpha-2 code of a state; None when it has none.

    >>> alpha_2("D"), alpha_2("GBN"), alpha_2("UNO")
    ('DE', 'GB', None)
    """
    if code == "D":
        return "DE"
    if code in {"GBD", "GBN", "GBO", "GBP", "GBS"}:
        return "GB"
    return _ALPHA_2.get(code)


def issuer_of(code: str) -> str | None:
    """Return the issuer's code as zones have it, for either ISO 3166-1 code; None for none.

    >>> issuer_of("DE"), issuer_of("DEU"), issuer_of("USA"), issuer_of("UTO"), issuer_of("XY")
    ('D', 'D', 'USA', 'UTO', None)
    """
    if code in {"DE", "DEU", "D"}:
        return "D"
    if is_issuer(code) or is_fictional(code):
        return code
    return next((three for three, two in _ALPHA_2.items() if two == code), None)
