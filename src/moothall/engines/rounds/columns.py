"""The columns of the arrays that the compiled search sees. Ways and loads repeat: way k is at FIRST_WAY + WAY * k."""

# Model.item: how many ways it has, and of each way the place entered, the place left, seconds, price beyond its time
MODES, FIRST_WAY, WAY = 0, 1, 4
ENTER, LEAVE, LASTING, EXTRA = range(4)

# Model.service: its rows of Model.pattern, bits of days and of kinds, price of leaving it out, today's vehicle (-1:
# any) and the price of another, kilograms of each material
PATTERN_FROM, PATTERN_TO, DAYS_ALLOWED, KINDS_ALLOWED, PENALTY, CREW, CREW_PRICE, FIRST_LOAD = range(8)

# Model.pattern: bits of days, and the price of the homes whose day changes
PATTERN_DAYS, PATTERN_PRICE = range(2)

# Model.round: equal rounds of a day have one group, and stand together; tip item, -1 where nothing is tipped; seconds
# without overtime and with the most, price of a second of it; price of going out; kilograms of each material
VEHICLE, KIND, DAY, GROUP, TIP_ITEM = range(5)
SHIFT, LIMIT, OVERTIME, FIXED, BREAK_AFTER, BREAK_SECONDS, FIRST_ROOM = range(5, 12)

# Model.order
BY_SIZE, BY_DISTANCE = range(2)

# Model.fact: tokens are services by day, starts, ends, tips; shaped: whether a round's length has a price of its own
DAYS, MATERIALS, FIRST_START, FIRST_END, FIRST_TIP, SHAPED = range(6)

# State.token: its neighbours in the chain, its round (-1: none), its item, the search that last priced the place after
# it, and to what token and for what kind `drive` was measured
AFTER, BEFORE, ROUND, ITEM, SEEN, MEASURED = range(6)
TOKEN_COLUMNS = 6

# State.drive: for each way of the token and each way of the next, price and seconds of the driving between

# State.way, for each way: least price from the start, with this token, and to the end; seconds so far
PER_WAY = 3
SO_FAR, TO_COME, CLOCK = range(3)

# State.carried, for each material: kilograms since the last tip (SO_FAR) and until the next (TO_COME), with this token
PER_LOAD = 2

# State.round: services; price of driving and serving; seconds; iterations; whether changed since the best plan was
# kept; seconds in the best plan with any break, 0 where it is not used
SIZE, TOTAL, DURATION, TOUCHED_AT, TORN_AT, CHANGED, BEST_LENGTH = range(7)
ROUND_COLUMNS = 7

# State.list
ABSENT, ABSENT_BEFORE, TIPS_FREE, TOUCHED, SAVED_TO, SAVED, BEST_AFTER, CANDIDATES, QUEUE = range(9)
LISTS = 9

# State.found, by day: the cheapest place found, the token it is after, and how
PRICE, PLACE, HOW = range(3)

# State.number
ABSENT_COUNT, ABSENT_WERE, TIPS_COUNT, TOUCHED_COUNT, SAVED_COUNT, SEARCHES, ITERATION = range(7)
CURRENT, BEST, BEST_ABSENT = range(7, 10)
NUMBERS = 10

# State.level: the shift from which imbalance is measured, below 0 where it is not; the price of a squared second
MEAN, IMBALANCE = range(2)
