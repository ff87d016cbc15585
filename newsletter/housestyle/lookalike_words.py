"""Words each of whose letters has a twin in the other alphabet."""

_LATIN = """
ABC AC ACE ACM AI AIM AMC AP APC API ATM AXA BAE BBC BC BIC BMP BMX BP BTC CAPTCHA CEO CIA CIO CIP CMC CMO CO COO COP
CPC CPI CT CTO EBIT EBITA EC ECB ECHO ECO EIB EMI EPA EPAM EPIC ETA ETH EXPO HBO HCOOH HEIC HP HTC HTTP IAEA IATA IBM
ICAO ICBM ICC ICE ICO IEA IEEE IKEA IMAP IMAX IMEI IMO IP IPA IPO IT ITB KIA KKK KOH KPI MAC MAX MBA MC MEP MIT MMA
MMC MMO MTB OEM OK OPEC OTC OTP OTT PAC PACE PBX PC PCB PCI PET PHP PKI PMC POCO POP PT TAXI TCP TEAM TIME TIP TOP
TTIP XBOX XP YMCA
Ace Apax Apex Axa Axe Bay Boccaccio Cape Coca Coco Cop Cox Eco Epic Expo Eye Happy Hey Hope Ice IoT Kappa Kay Kia Mac
Macao Macy Mao Max May Maya Mayo McCoy Mecca Mexico Mia Mica Oaxaca Opec Oppo Pace Papa Pax Peace Pepco Pepe Pico Pipe
Pixi Poco Poe Pope Popeye Taipei Tao Tax Taxi TeX Texaco Tip Top Topix Xi eBay iMac pH
ace ciao copy eco ex expo ice op pax peace pop
"""
LATIN = frozenset(_LATIN.split())
"""Names and short forms that are written in Latin letters in a Cyrillic text too."""

_CYRILLIC = """
ААН АЕС АМ АН АО АОН АС АТ ВАК ВВС ВМС ВНУ ВСУ ВТК ВТО ЕАЕС ЕС ЕСН КВН КНР КС КСМ КТК МВК МКС МНС МО МОК МТС МХАТ НАН
НАТО НЕ НО НТВ ОАО ОВК ОК ОМОН ООН ООО ОТК РАН РНК РОО СВО СВР СМ СМІ СНВ СНК СОТ ССР СССР СТ СТВ ТАА ТАСС ТВ ТМ ТОО
УВК УКВ УНР ХАМАС ХМАО
Ах Васа Все Каір Мара Марс На Нас Не Неру Но Нос Ох Рос Роса Рух Сахара Сух То Ус Усе Уха Хор
"""
CYRILLIC = frozenset(_CYRILLIC.split())
"""Words and short forms that are Cyrillic for certain."""
