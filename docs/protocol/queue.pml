/*
 * The replication protocol of README.md as a model for spin. model.md says what is modelled, what is not, and what was measured; check.sh runs it.
 *
 * Every step below is one atomic act of one replica. Messages need no channels: a leader's log only grows while its epoch lasts, so whatever it
 * has ever sent is a slice of its epoch's log, which is kept here for good. A push may therefore arrive at any time, any number of times, in any
 * order, or never, also long after its sender has died. A reply that is lost is a step whose effect stays and whose sender learns nothing.
 * A crash is a step that stops half way (CRASH), or an activation that is replaced by another with all that was only in memory gone.
 *
 *   -DSYNC2         two replicas, C = 2, E = 1; else three, C = 2, E = 2
 *   -DLEN=3 -DEP=4  batches in a log; epoch numbers that may be picked
 */
#ifndef LEN
#define LEN 3
#endif
#ifndef EP
#define EP 4
#endif
#ifdef SYNC2
#define R 2
#define E 1
#define SLOTS (EP * R)
#define SLOT(number, leader) (((number) - 1) * R + (leader))
#define NUMBER_OF(slot) ((slot) / R + 1)
#else
#define R 3
#define E 2
#define SLOTS EP
#define SLOT(number, leader) ((number) - 1)
#define NUMBER_OF(slot) ((slot) + 1)
#endif

/* An epoch is a number and the store that leads in it. 0 is none. A batch is known by the epoch in which it was first appended. */
#define EPOCH(number, leader) ((number) * R + (leader))
#define NUMBER(epoch) ((epoch) / R)
#define LEADER(epoch) ((epoch) % R)

/* An entry of a replica's `epochs`: the leader and the start of the epoch of a number. 0 is none. */
#define ENTRY(leader, start) (1 + (start) * R + (leader))
#define START(entry) (((entry) - 1) / R)
#define WHO(entry) (((entry) - 1) % R)

typedef Log { byte end; byte batch[LEN]; byte entry[EP] }

/* The replicas' logs, and behind them the log of each epoch's leader as long as it led: what its pushes are slices of. */
Log log[R + SLOTS];
byte promised[R];

/* The point that the first push of the promised epoch's beginning has named, plus 1: such a push may come again later. */
byte named[R];

/* The activation on each store. It is gone when its own store has promised another epoch: it can write nothing any more. */
#define IDLE 0
#define ASKING 1
#define FETCHING 2
#define LEADING 3
typedef Activation { byte phase; byte promises; byte best; byte bestAccepted; byte bestEnd }
Activation act[R];

/* What has been committed, and the number of the epoch in which that happened first. No replica sees this. */
byte committed;
byte committedBatch[LEN];
byte committedIn[LEN];
byte committer[EP];

/* Used within one step only. */
hidden byte i; hidden byte j; hidden byte k; hidden byte x; hidden byte y; hidden byte c;

/* Goals: what has to be reached, or else the check checks nothing. Each is printed when it is reached first. */
c_decl {
\#include <stdio.h>
    static void reach(int goal, const char *what) { static int seen[32]; if (!seen[goal]) { seen[goal] = 1; printf("reached: %s\n", what); fflush(stdout); } }
}
#define GOAL(number, what) c_code { reach(number, what); }

#define ACCEPTED(number, leader, mine) (log[mine].entry[(number) - 1] != 0 && WHO(log[mine].entry[(number) - 1]) == (leader))
#define BEGUN(slot) (log[R + (slot)].entry[NUMBER_OF(slot) - 1] != 0)
#define LEADER_OF(slot) WHO(log[R + (slot)].entry[NUMBER_OF(slot) - 1])
#define MAY_PROMISE(r, number, leader) (NUMBER(promised[r]) < (number) || promised[r] == EPOCH(number, leader))

/* Stores are alike, so let them first do anything in their order. */
#define IN_ORDER(r) ((r) == 0 || promised[((r) + R - 1) % R] != 0)

#ifdef BY_NUMBER
#define SAME(a, b) ((a) != 0 && (b) != 0)
#else
#define SAME(a, b) ((a) != 0 && (b) != 0 && WHO(a) == WHO(b))
#endif

/* The number of the accepted epoch, the last entry's, in x. */
inline accepted_number(mine) {
    x = EP;
    do
    :: x > 0 && log[mine].entry[x - 1] == 0 -> x--
    :: else -> break
    od
}

inline promise(r, number, leader) {
    assert(MAY_PROMISE(r, number, leader)); /* never goes down, never to two leaders of one number */
    if
    :: promised[r] != EPOCH(number, leader) ->
        if
        :: NUMBER(promised[r]) < (number) && act[r].phase == LEADING -> GOAL(1, "a leader's own store promises a newer epoch")
        :: else
        fi;
        promised[r] = EPOCH(number, leader);
        named[r] = 0;
        act[r].phase = IDLE; act[r].promises = 0; act[r].best = 0; act[r].bestAccepted = 0; act[r].bestEnd = 0
    :: else
    fi
}

/* Where two logs agree, from their epochs alone, in c: of the highest epoch that both know, the smaller of its ends. */
inline agree(mine, its) {
    c = 0;
    i = EP;
    do
    :: i == 0 -> break
    :: i > 0 && SAME(log[mine].entry[i - 1], log[its].entry[i - 1]) ->
        x = log[mine].end;
        y = log[its].end;
        j = i;
        do
        :: j == EP -> break
        :: else ->
            if
            :: log[mine].entry[j] != 0 && START(log[mine].entry[j]) < x -> x = START(log[mine].entry[j])
            :: else
            fi;
            if
            :: log[its].entry[j] != 0 && START(log[its].entry[j]) < y -> y = START(log[its].entry[j])
            :: else
            fi;
            j++
        od;
        c = x;
        if
        :: y < c -> c = y
        :: else
        fi;
        break
    :: else -> i--
    od;
#ifdef CUT_BY_LENGTH
    c = log[its].end;
    if
    :: log[mine].end < c -> c = log[mine].end
    :: else
    fi
#else
    i = 0;
    do
    :: i == c -> break
    :: else -> assert(log[mine].batch[i] == log[its].batch[i]); i++ /* what the epochs say is so */
    od
#endif
}

/* A log loses its batches from a point on. No committed batch is among them that is the replica's share in committing it. */
inline cut(mine, point, isRepeated) {
    i = point;
    do
    :: i >= log[mine].end -> break
    :: else ->
        assert(isRepeated || i >= committed || log[mine].batch[i] != committedBatch[i]);
        log[mine].batch[i] = 0;
        i++
    od;
    log[mine].end = point
}

/* Restart after a crash between the two writes of a cut: what begins behind the log's end has not begun. */
inline recover(mine) {
    i = 0;
    do
    :: i == EP -> break
    :: else ->
        if
        :: log[mine].entry[i] != 0 && START(log[mine].entry[i]) > log[mine].end -> log[mine].entry[i] = 0
        :: else
        fi;
        i++
    od
}

/* The other's epochs up to one's own end, that included. */
inline take_epochs(mine, its) {
    i = 0;
    do
    :: i == EP -> break
    :: else ->
        if
#ifdef EPOCHS_AHEAD
        :: true -> log[mine].entry[i] = log[its].entry[i]
#else
#ifdef EPOCHS_BELOW
        :: log[its].entry[i] != 0 && (START(log[its].entry[i]) < log[mine].end || START(log[its].entry[i]) == 0 || log[mine].end == log[its].end) -> log[mine].entry[i] = log[its].entry[i]
#else
        :: log[its].entry[i] != 0 && START(log[its].entry[i]) <= log[mine].end -> log[mine].entry[i] = log[its].entry[i]
#endif
        :: else -> log[mine].entry[i] = 0
#endif
        fi;
        i++
    od
}

/* The next batch, if there is one. */
inline take_batch(mine, its) {
    if
    :: log[mine].end < log[its].end ->
        log[mine].batch[log[mine].end] = log[its].batch[log[mine].end];
        log[mine].end++
    :: else
    fi
}

/* Everything below a point is committed in the epoch of a slot. */
inline commit(slot, point) {
    i = 0;
    do
    :: i == point -> break
    :: else ->
        if
        :: i < committed -> assert(committedBatch[i] == log[R + slot].batch[i]) /* committed prefixes agree */
        :: else ->
            committedBatch[i] = log[R + slot].batch[i];
            committedIn[i] = NUMBER_OF(slot);
            committed = i + 1;
            if
            :: NUMBER(committedBatch[i]) < NUMBER_OF(slot) -> GOAL(2, "a batch of an older epoch is committed by a newer one")
            :: else
            fi;
            if
            :: i > 0 && committedIn[i] > committedIn[i - 1] && committedBatch[i] != committedBatch[i - 1] -> GOAL(3, "something is committed in a second epoch after a change of leaders")
            :: else
            fi;
            if
            :: committed == LEN -> GOAL(4, "a whole log is committed")
            :: else
            fi
        fi;
        i++
    od;
    assert(committer[NUMBER_OF(slot) - 1] == 0 || committer[NUMBER_OF(slot) - 1] == LEADER_OF(slot) + 1); /* one leader commits in an epoch */
    committer[NUMBER_OF(slot) - 1] = LEADER_OF(slot) + 1
}

/* The leader and one more are C replicas, so that what a second one holds is committed at once, whether or not the leader hears of it. */
inline count(me, slot) {
    if
#ifdef COUNT_OLD_EPOCH
    :: true -> commit(slot, log[me].end)
#else
    :: ACCEPTED(NUMBER_OF(slot), LEADER_OF(slot), me) ->
        i = 0;
        do
        :: i == log[me].end -> break
        :: else -> assert(log[me].batch[i] == log[R + slot].batch[i]); i++ /* who has accepted has the leader's log */
        od;
        assert(log[me].end >= START(log[R + slot].entry[NUMBER_OF(slot) - 1]));
        commit(slot, log[me].end)
    :: else
#endif
    fi;
    accepted_number(me);
    assert(x <= NUMBER(promised[me]))
}

/* Beginning an epoch, step 1: an activation picks a number and promises it to itself. Whatever was under way on this store is forgotten. */
inline activate(me, number) {
    i = 0;
    do
    :: i == R -> break
    :: else ->
        if
        :: i != me && NUMBER(promised[i]) == (number) && LEADER(promised[i]) == i -> GOAL(5, "two activations pick the same number")
        :: else
        fi;
        if
        :: i != me && act[i].phase == LEADING && act[me].phase == LEADING -> GOAL(6, "two leaders are alive at once")
        :: else
        fi;
        i++
    od;
    promise(me, number, me);
    act[me].phase = ASKING;
    act[me].promises = 1 << me;
    act[me].best = me;
    accepted_number(me);
    act[me].bestAccepted = x;
    act[me].bestEnd = log[me].end
}

/* Step 1: another one promises; its answer comes or is lost. */
inline ask(me, other, isLost) {
    promise(other, NUMBER(promised[me]), me);
    if
    :: isLost
    :: else ->
        act[me].promises = act[me].promises | (1 << other);
        accepted_number(other);
        if
#ifndef ADOPT_OWN
        :: x > act[me].bestAccepted || (x == act[me].bestAccepted && log[other].end > act[me].bestEnd) ->
            act[me].best = other;
            act[me].bestAccepted = x;
            act[me].bestEnd = log[other].end
#endif
        :: else
        fi
    fi
}

#define PROMISES(me) ((act[me].promises & 1) + ((act[me].promises >> 1) & 1) + ((act[me].promises >> 2) & 1))
#ifdef SKIP_PROMISE
#define ENOUGH(me) true
#else
#define ENOUGH(me) (PROMISES(me) >= E)
#endif
#ifdef UNFENCED_FETCH
#define STILL_PROMISED(me) true
#else
#define STILL_PROMISED(me) (promised[act[me].best] == promised[me])
#endif

/* Step 2: its own log is cut to where it agrees with the most advanced one. */
inline adopt(me, isCrash) {
    agree(me, act[me].best);
    if
    :: log[me].end > c -> GOAL(7, "a new leader cuts its own log to adopt another")
    :: else
    fi;
    cut(me, c, false);
    if
    :: isCrash ->
        recover(me);
        act[me].phase = IDLE; act[me].promises = 0; act[me].best = 0; act[me].bestAccepted = 0; act[me].bestEnd = 0
    :: else ->
        take_epochs(me, act[me].best);
        act[me].phase = FETCHING;
        act[me].promises = 0; act[me].bestAccepted = 0
    fi
}

/* Step 2: and the rest is fetched. */
inline fetch(me) {
    take_epochs(me, act[me].best);
    take_batch(me, act[me].best);
    GOAL(8, "a new leader fetches what it lacks")
}

/* Step 3: the start. */
inline begin(me) {
    k = NUMBER(promised[me]);
    if
    :: act[me].phase == FETCHING -> take_epochs(me, act[me].best)
    :: else
    fi;
#ifndef SYNC2
    assert(!BEGUN(SLOT(k, me))); /* of three, no two leaders begin one number */
#endif
    log[me].entry[k - 1] = ENTRY(me, log[me].end);
    i = 0;
    do
    :: i == LEN -> break
    :: else ->
        log[R + SLOT(k, me)].batch[i] = log[me].batch[i];
        assert(i >= committed || committedIn[i] >= k || log[me].batch[i] == committedBatch[i]); /* a new leader has all that was committed before */
        i++
    od;
    i = 0;
    do
    :: i == EP -> break
    :: else -> log[R + SLOT(k, me)].entry[i] = log[me].entry[i]; i++
    od;
    log[R + SLOT(k, me)].end = log[me].end;
    act[me].phase = LEADING; act[me].promises = 0; act[me].best = 0; act[me].bestAccepted = 0; act[me].bestEnd = 0
}

inline append(me) {
    k = NUMBER(promised[me]);
    log[me].batch[log[me].end] = EPOCH(k, me);
    log[me].end++;
    log[R + SLOT(k, me)].batch[log[me].end - 1] = EPOCH(k, me);
    log[R + SLOT(k, me)].end = log[me].end;
#ifdef ACK_BEFORE_MAJORITY
    commit(SLOT(k, me), log[me].end);
#endif
    i = 0;
    do
    :: i == SLOTS -> break
    :: else ->
        if
        :: BEGUN(i) && NUMBER_OF(i) > k -> GOAL(9, "an old leader appends while a newer one leads")
        :: else
        fi;
        i++
    od
}

/* A push that begins an epoch at a follower, with the cut. It may stop half way: STOP_PROMISED before the cut, STOP_CUT between the cut's two
   writes, STOP_EPOCHS before the batch, STOP_BATCH before the entries that the batch has led up to. */
#define WHOLE 0
#define STOP_PROMISED 1
#define STOP_CUT 2
#define STOP_EPOCHS 3
#define STOP_BATCH 4
inline push_beginning(me, slot, isRepeated, stop) {
    promise(me, NUMBER_OF(slot), LEADER_OF(slot));
    if
    :: stop == STOP_PROMISED
    :: else ->
        if
        :: isRepeated -> c = named[me] - 1
        :: else -> agree(me, R + slot)
        fi;
        if
        :: named[me] == 0 -> named[me] = c + 1
        :: else
        fi;
        if
        :: c < log[me].end && !isRepeated -> GOAL(10, "a diverged follower is cut")
        :: c < log[me].end && isRepeated -> GOAL(11, "a push that begins an epoch comes again and cuts again")
        :: else
        fi;
        if
        :: log[me].end < c -> c = log[me].end
        :: else
        fi;
        cut(me, c, isRepeated);
        if
        :: stop == STOP_CUT -> recover(me)
        :: else ->
#ifndef BATCH_FIRST
            take_epochs(me, R + slot);
#endif
            if
            :: stop == STOP_EPOCHS
            :: else ->
                take_batch(me, R + slot);
                if
                :: stop == STOP_BATCH
                :: else -> take_epochs(me, R + slot)
                fi
            fi
        fi
    fi;
    count(me, slot)
}

/* A push to a follower that has accepted the epoch: the next batch. */
inline push(me, slot) {
    take_batch(me, R + slot);
    count(me, slot)
}

#define OTHER(me, n) (((me) + (n)) % R)

#ifdef CUT_AGAIN
#define MAY_CUT(me, slot) true
#else
#define MAY_CUT(me, slot) (!ACCEPTED(NUMBER_OF(slot), LEADER_OF(slot), me))
#endif
#define PUSHED(me, slot) (BEGUN(slot) && LEADER_OF(slot) != me && MAY_PROMISE(me, NUMBER_OF(slot), LEADER_OF(slot)) && IN_ORDER(me))

#define ACTIVATE(number) \
    :: d_step { NUMBER(promised[me]) < (number) && IN_ORDER(me) -> activate(me, number); skip }
#define ASK(n) \
    :: d_step { act[me].phase == ASKING && !(act[me].promises & (1 << OTHER(me, n))) && IN_ORDER(OTHER(me, n)) && MAY_PROMISE(OTHER(me, n), NUMBER(promised[me]), me) -> ask(me, OTHER(me, n), false); skip } \
    :: d_step { act[me].phase == ASKING && IN_ORDER(OTHER(me, n)) && NUMBER(promised[OTHER(me, n)]) < NUMBER(promised[me]) -> ask(me, OTHER(me, n), true); skip }
#define PUSH(slot) \
    :: d_step { PUSHED(me, slot) && MAY_CUT(me, slot) -> push_beginning(me, slot, false, WHOLE); skip } \
    :: d_step { PUSHED(me, slot) && NUMBER(promised[me]) < NUMBER_OF(slot) -> push_beginning(me, slot, false, STOP_PROMISED); skip } \
    :: d_step { PUSHED(me, slot) && MAY_CUT(me, slot) -> push_beginning(me, slot, false, STOP_CUT); skip } \
    :: d_step { PUSHED(me, slot) && MAY_CUT(me, slot) -> push_beginning(me, slot, false, STOP_EPOCHS); skip } \
    :: d_step { PUSHED(me, slot) && MAY_CUT(me, slot) -> push_beginning(me, slot, false, STOP_BATCH); skip } \
    :: d_step { PUSHED(me, slot) && MAY_CUT(me, slot) && named[me] != 0 && promised[me] == EPOCH(NUMBER_OF(slot), LEADER_OF(slot)) && named[me] - 1 < log[me].end -> push_beginning(me, slot, true, STOP_EPOCHS); skip } \
    :: d_step { PUSHED(me, slot) && ACCEPTED(NUMBER_OF(slot), LEADER_OF(slot), me) && log[me].end < log[R + slot].end -> push(me, slot); skip }

proctype Store(byte me) {
    do
    ACTIVATE(1)
    ACTIVATE(2)
#if EP >= 3
    ACTIVATE(3)
#endif
#if EP >= 4
    ACTIVATE(4)
#endif
#if EP >= 5
    ACTIVATE(5)
#endif
    ASK(1)
#if R == 3
    ASK(2)
#endif
    :: d_step { act[me].phase == ASKING && ENOUGH(me) && act[me].best != me && STILL_PROMISED(me) -> adopt(me, false); skip }
    :: d_step { act[me].phase == ASKING && ENOUGH(me) && act[me].best != me && STILL_PROMISED(me) -> adopt(me, true); skip }
    :: d_step { act[me].phase == FETCHING && STILL_PROMISED(me) && log[me].end < log[act[me].best].end -> fetch(me); skip }
    :: d_step { act[me].phase == FETCHING && STILL_PROMISED(me) && log[me].end >= log[act[me].best].end -> begin(me); skip }
    :: d_step { act[me].phase == ASKING && ENOUGH(me) && act[me].best == me -> begin(me); skip }
    :: d_step { act[me].phase == LEADING && log[me].end < LEN -> append(me); skip }
    PUSH(0)
    PUSH(1)
#if SLOTS >= 3
    PUSH(2)
#endif
#if SLOTS >= 4
    PUSH(3)
#endif
#if SLOTS >= 5
    PUSH(4)
#endif
#if SLOTS >= 6
    PUSH(5)
#endif
#if SLOTS >= 7
    PUSH(6)
#endif
#if SLOTS >= 8
    PUSH(7)
#endif
#if SLOTS >= 9
    PUSH(8)
    PUSH(9)
#endif
    od
}

init {
    atomic {
        run Store(0);
        run Store(1);
#if R == 3
        run Store(2)
#endif
    }
}
