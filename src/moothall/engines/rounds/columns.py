"""The columns of the arrays that the compiled search sees. Ways and loads repeat: way k is at FIRST_WAY + WAY * k."""

# Model.item
MODES, FIRST_WAY, WAY = 0, 1, 4  # how many ways an item has; of each way:
ENTER, LEAVE, LASTING, EXTRA = 0, 1, 2, 3  # place, place, seconds, price beyond its time

# Model.service
PATTERN_FROM, PATTERN_TO = 0, 1  # its rows of Model.pattern
DAYS_ALLOWED, KINDS_ALLOWED = 2, 3  # bits
PENALTY = 4  # price of leaving it out
CREW, CREW_PRICE = 5, 6  # today's vehicle, -1: any; price of another
FIRST_LOAD = 7  # kilograms of each material

# Model.pattern
PATTERN_DAYS, PATTERN_PRICE = 0, 1  # bits; price of the homes whose day changes

# Model.round
VEHICLE, KIND, DAY, GROUP = 0, 1, 2, 3  # equal rounds of a day have one group, and stand together
TIP_ITEM = 4  # -1: nothing is tipped
SHIFT, LIMIT, OVERTIME = 5, 6, 7  # seconds without overtime and with the most, price of a second of it
FIXED = 8  # price of going out
BREAK_AFTER, BREAK_SECONDS = 9, 10
FIRST_ROOM = 11  # kilograms of each material

# Model.order
BY_SIZE, BY_DISTANCE = 0, 1

# Model.fact
DAYS, MATERIALS, FIRST_START, FIRST_END, FIRST_TIP, SHAPED = 0, 1, 2, 3, 4, 5
# tokens: services by day, starts, ends, tips; shaped: whether a round's length has a price of its own

# State.token
AFTER, BEFORE, ROUND, ITEM, SEEN = (
    0,
    1,
    2,
    3,
    4,
)  # neighbours; -1: in no round; item; the search that last priced it
# State.way, three for each way
PER_WAY = 3
SO_FAR, TO_COME, CLOCK = (
    0,
    1,
    2,
)  # least price from the start, with this token, and to the end; seconds so far
# State.carried, two for each material: kilograms since the last tip and until the next, with this token
PER_LOAD = 2

# State.round
SIZE, TOTAL, DURATION = 0, 1, 2  # services; price of driving and serving; seconds
TOUCHED_AT, TORN_AT = 3, 4  # iterations
CHANGED, BEST_LENGTH = (
    5,
    6,
)  # since the best plan was kept; seconds in the best plan with any break, 0: not used

# State.list
ABSENT, ABSENT_BEFORE, TIPS_FREE, TOUCHED, SAVED_TO, SAVED, BEST_AFTER, CANDIDATES = 0, 1, 2, 3, 4, 5, 6, 7
LISTS = 8

# State.found, by day: the cheapest place found, the token it is after, and how
PRICE, PLACE, HOW = 0, 1, 2

# State.count
(
    ABSENT_COUNT,
    ABSENT_WERE,
    TIPS_COUNT,
    TOUCHED_COUNT,
    SAVED_COUNT,
    SEARCHES,
    ITERATION,
    CURRENT,
    BEST,
    BEST_ABSENT,
) = range(10)

# State.level
MEAN, IMBALANCE = (
    0,
    1,
)  # the shift that others are measured from; price of a squared second. MEAN below 0: not counted
