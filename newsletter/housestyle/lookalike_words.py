"""Words each of whose letters has a twin in the other alphabet."""

_LATIN = """
ABC AC ACE ACM AI AIM AMC AP API ATM AXA BBC BC BMP BMX BP BTC CEO CIA CIO CIP CMC CMO CO COO COP CPC CPI CT CTO EBIT
EBITA EC ECB ECHO ECO EIB EMI EPAM EPIC ETA ETH EXPO HBO HCOOH HEIC HP HTC HTTP IAEA IATA IBM ICAO ICBM ICC ICE ICO
IEA IKEA IMAX IMEI IMO IP IPA IPO IT ITB KIA KOH KPI MAC MAX MBA MC MEP MIT MMA MMC MMO MTB OEM OK OPEC OTC OTP OTT
PAC PACE PC PCB PET PHP PMC POCO PT TAXI TCP TEAM TIME TIP TOP TTIP XBOX XP YMCA
Ace Acme Apax Axa Boccaccio Coca Coco Cop Cox Eco Epic Expo Hope Ice IoT Kay Kia Mac Macao Macy Max May Maya Mayo
McCoy Mecca Mexico Mia Mica Oaxaca Opec Oppo Pace Pax Peace Pepco Pepe Pixi Poco Poe Pope Popeye Taipei Tao Tax Taxi
Texaco Tip Tokyo Top Topix Xi eBay pH
ace ciao copy eco ex expo ice op pax peace pop
"""
LATIN = frozenset(_LATIN.split())
"""Names and short forms that are written in Latin letters in a Cyrillic text too."""

_CYRILLIC = """
ААН АМ АН АО АОН АС АТ АТС ВАК ВВС ВМС ВНУ ВСУ ВТК ВТО АЕС ЕАЕС ЕС ЕСН КВН КНР КС КСМ КТК МВК МКС МНС МО МОК МОТ
МТС МХАТ НАН НАТО НЕ НО НТВ ОАО ОВК ОК ОМОН ООН ООО ОТК РАН РНК РОО СВО СВР СМ СМІ СНВ СНК СССР СОТ ССР СТ СТВ ТАА
ТАСС ТВ ТМ ТОО УВК УКВ УНР ХАМАС ХМАО
Ах Ван Васа Все Каір Мара Марс Мост На Нас Не Неру Но Нос Ох Рос Роса Рост Рух Сахара Сам Сто Сух То Ус Усе Уха
Хор"""
CYRILLIC = frozenset(_CYRILLIC.split())
"""Words and short forms that are Cyrillic for certain."""
