/*
 * The replication protocol of README.md as a model for spin. model.md says what is modelled, what is not, and what was measured; check.sh runs it.
 *
 * Every step below is one atomic act of one replica. Messages need no channels: a leader's log only grows while its epoch lasts, so whatever it
 * has ever sent is a slice of its epoch's log, which is kept here for good. A push may therefore arrive at any time, any number of times, in any
 * order, or never, also long after its sender has died. A reply that is lost is a step whose effect stays and whose sender learns nothing.
 * A crash is a step that stops half way, or an activation that is replaced by another with all that was only in memory gone.
 *
 *   -DSYNC2         two replicas, C = 2, E = 1; else three, C = 2, E = 2
 *   -DLEN=3 -DEP=4  batches in a log; epoch numbers that may be picked (3 to 5)
 *   -DPLAIN         without the three reductions (IN_ORDER, IN_USE, forget_the_dead)
 *
 * Mutants, each with a flag of its name: SKIP_PROMISE leads without promises; ACK_BEFORE_MAJORITY commits what it has appended; COUNT_OLD_EPOCH counts
 * who holds a batch without having accepted the epoch; ADOPT_OWN adopts no other log; CUT_BY_LENGTH cuts to the shorter of two logs; CUT_AGAIN obeys
 * the cut in a push that comes again after the epoch was accepted; EPOCHS_AHEAD takes over a log's epochs before its batches; EPOCHS_BELOW takes over
 * the epochs that start below the cut but not one that starts at it; BATCH_FIRST writes a batch before the entry of its epoch; UNFENCED_FETCH goes on
 * fetching from a replica that has promised another epoch; BY_NUMBER knows epochs by their number alone.
 *
 * Variants, in which nothing is lost: DROP_EMPTY, an epoch without batches goes when another begins at its start; KEEP_CLAIM, after a crash in a cut the last
 * epoch is kept and begins at the new end; NO_RECOVERY, nothing is put right then.
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

/* Invariants on the way to the properties. A mutant is run without them: it must break a property itself. */
#ifdef PROPERTIES_ONLY
#define INVARIANT(condition) skip
#else
#define INVARIANT(condition) assert(condition)
#endif

/* Used within one step only, and so no part of the state; a search by breadth, which finds the shortest trace, cannot have such. */
#ifdef BREADTH
byte i; byte j; byte k; byte x; byte y; byte c;
#else
hidden byte i; hidden byte j; hidden byte k; hidden byte x; hidden byte y; hidden byte c;
#endif

/* Goals: what has to be reached, or else the check checks nothing. Each is printed when it is reached first. */
c_decl {
\#include <stdio.h>
    static void reach(int goal, const char *what) { static int seen[32]; if (!seen[goal]) { seen[goal] = 1; fprintf(stderr, "reached: %s\n", what); } }
}
#define GOAL(number, what) c_code { reach(number, what); }

#define ACCEPTED(number, leader, mine) (log[mine].entry[(number) - 1] != 0 && WHO(log[mine].entry[(number) - 1]) == (leader))
#define BEGUN(slot) (log[R + (slot)].entry[NUMBER_OF(slot) - 1] != 0)
#define LEADER_OF(slot) WHO(log[R + (slot)].entry[NUMBER_OF(slot) - 1])
#define MAY_PROMISE(r, number, leader) (NUMBER(promised[r]) < (number) || promised[r] == EPOCH(number, leader))

/* Stores are alike, so let them first do anything in their order. */
#if defined(PLAIN) || defined(GUIDED)
#define IN_ORDER(r) true
#else
#define IN_ORDER(r) ((r) == 0 || promised[((r) + R - 1) % R] != 0)
#endif

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

/* What a leader has sent is forgotten when nobody would take it any more: that leaves out no behaviour, but many states. */
inline forget_the_dead() {
    i = 0;
    do
    :: i == SLOTS -> break
    :: i < SLOTS && BEGUN(i) ->
        x = 0;
        j = 0;
        do
        :: j == R -> break
        :: j < R && j != LEADER_OF(i) && MAY_PROMISE(j, NUMBER_OF(i), LEADER_OF(i)) -> x = 1; break
        :: else -> j++
        od;
        if
        :: x == 0 ->
            log[R + i].end = 0;
            j = 0;
            do
            :: j == LEN -> break
            :: else -> log[R + i].batch[j] = 0; j++
            od;
            j = 0;
            do
            :: j == EP -> break
            :: else -> log[R + i].entry[j] = 0; j++
            od;
#ifndef SYNC2
            committer[NUMBER_OF(i) - 1] = 0
#endif
        :: else
        fi;
        i++
    :: else -> i++
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
#ifndef PLAIN
        forget_the_dead();
#endif
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
    :: else -> INVARIANT(log[mine].batch[i] == log[its].batch[i]); i++ /* what the epochs say is so */
    od
#endif
}

/* A log loses its batches from a point on: no committed one, unless a push comes again before the epoch is accepted (what it cuts then has been
   fetched in this very epoch, and is fetched again). */
inline cut(mine, point, isRepeated) {
    i = point;
    do
    :: i >= log[mine].end -> break
    :: else ->
        INVARIANT(isRepeated || i >= committed || log[mine].batch[i] != committedBatch[i]);
        log[mine].batch[i] = 0;
        i++
    od;
    log[mine].end = point
}

/* Restart after a crash between the two writes of a cut: what begins behind the log's end has not begun. */
inline recover(mine) {
#ifdef NO_RECOVERY
    i = EP;
#else
    i = 0;
#endif
#ifdef KEEP_CLAIM
    accepted_number(mine);
#endif
    do
    :: i == EP -> break
    :: else ->
        if
#ifdef KEEP_CLAIM
        :: log[mine].entry[i] != 0 && START(log[mine].entry[i]) > log[mine].end && i == x - 1 -> log[mine].entry[i] = ENTRY(WHO(log[mine].entry[i]), log[mine].end)
        :: log[mine].entry[i] != 0 && START(log[mine].entry[i]) >= log[mine].end && i < x - 1 && START(log[mine].entry[x - 1]) > log[mine].end -> log[mine].entry[i] = 0
#else
        :: log[mine].entry[i] != 0 && START(log[mine].entry[i]) > log[mine].end -> log[mine].entry[i] = 0
#endif
        :: else
        fi;
        i++
    od
}

/* The other's epochs up to one's own end, that included. */
inline take_epochs(mine, its, isWhole) {
    i = 0;
    do
    :: i == EP -> break
    :: else ->
        if
#ifdef EPOCHS_AHEAD
        :: true -> log[mine].entry[i] = log[its].entry[i]
#else
#ifdef EPOCHS_BELOW
        :: log[its].entry[i] != 0 && (START(log[its].entry[i]) < log[mine].end || (START(log[its].entry[i]) == log[mine].end && (its < R || i == NUMBER_OF(its - R) - 1 || isWhole))) -> log[mine].entry[i] = log[its].entry[i]
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
            printf("  offset %d is committed in epoch %d\n", i, NUMBER_OF(slot));
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
    :: true ->
        x = 0;
        do
        :: x < log[me].end && log[me].batch[x] == log[R + slot].batch[x] -> x++
        :: else -> break
        od;
        if
        :: x > 0 -> commit(slot, x)
        :: else
        fi
#else
    :: ACCEPTED(NUMBER_OF(slot), LEADER_OF(slot), me) ->
        i = 0;
        do
        :: i == log[me].end -> break
        :: else -> INVARIANT(log[me].batch[i] == log[R + slot].batch[i]); i++ /* who has accepted has the leader's log */
        od;
        INVARIANT(log[me].end >= START(log[R + slot].entry[NUMBER_OF(slot) - 1]));
        commit(slot, log[me].end)
    :: else
#endif
    fi;
#if !defined(CUT_AGAIN) && !defined(PLAIN)
    if
    :: ACCEPTED(NUMBER_OF(slot), LEADER_OF(slot), me) || named[me] == log[me].end + 1 -> named[me] = 0
    :: else
    fi;
#endif
    accepted_number(me);
    assert(x <= NUMBER(promised[me]))
}

/* Beginning an epoch, step 1: an activation picks a number and promises it to itself. Whatever was under way on this store is forgotten. */
inline activate(me, number) {
    printf("store %d is activated and picks epoch %d\n", me, number);
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
    printf("store %d promises (%d, %d); its answer is lost: %d\n", other, NUMBER(promised[me]), me, isLost);
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
#define STILL_PROMISED(me) (act[me].phase == FETCHING || promised[act[me].best] == promised[me])
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
    printf("store %d cuts its log to %d to adopt that of store %d; crashes: %d\n", me, c, act[me].best, isCrash);
    cut(me, c, false);
    if
    :: isCrash ->
        recover(me);
        act[me].phase = IDLE; act[me].promises = 0; act[me].best = 0; act[me].bestAccepted = 0; act[me].bestEnd = 0
    :: else ->
        take_epochs(me, act[me].best, true);
        act[me].phase = FETCHING;
        act[me].promises = 0; act[me].bestAccepted = 0
    fi
}

/* With UNFENCED_FETCH the other may have gone on to a newer epoch, of which its answer to the promise knew nothing. */
#ifdef UNFENCED_FETCH
#define FORGET_NEWER(me) \
    i = NUMBER(promised[me]) - 1; \
    do \
    :: i == EP -> break \
    :: else -> log[me].entry[i] = 0; i++ \
    od
#else
#define FORGET_NEWER(me) skip
#endif

/* Step 2: and the rest is fetched. */
inline fetch(me) {
    printf("store %d fetches from %d what follows offset %d\n", me, act[me].best, log[me].end);
    take_epochs(me, act[me].best, true);
    FORGET_NEWER(me);
    take_batch(me, act[me].best);
    GOAL(8, "a new leader fetches what it lacks")
}

/* Step 3: the start. */
inline begin(me) {
    k = NUMBER(promised[me]);
    printf("store %d begins epoch %d; its log ends at %d, with what it has fetched\n", me, k, log[me].end);
    if
    :: act[me].phase == FETCHING -> take_epochs(me, act[me].best, true); FORGET_NEWER(me)
    :: else
    fi;
#ifndef SYNC2
    INVARIANT(!BEGUN(SLOT(k, me))); /* of three, no two leaders begin one number */
#endif
#ifdef DROP_EMPTY
    i = 0;
    do
    :: i == EP -> break
    :: log[me].entry[i] != 0 && START(log[me].entry[i]) >= log[me].end -> log[me].entry[i] = 0; i++
    :: else -> i++
    od;
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

/* Without promises two leaders begin one number. That alone breaks an invariant; a mutant has to go on and break a property. */
#if defined(PROPERTIES_ONLY) && !defined(SYNC2)
#define MAY_BEGIN(me) (!BEGUN(SLOT(NUMBER(promised[me]), me)))
#else
#define MAY_BEGIN(me) true
#endif

inline append(me) {
    k = NUMBER(promised[me]);
    log[me].batch[log[me].end] = EPOCH(k, me);
    log[me].end++;
    printf("store %d appends a batch of epoch %d; its log ends at %d\n", me, k, log[me].end);
    if
    :: BEGUN(SLOT(k, me)) ->
        log[R + SLOT(k, me)].batch[log[me].end - 1] = EPOCH(k, me);
        log[R + SLOT(k, me)].end = log[me].end
    :: else /* nobody would take it any more */
    fi;
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

/* A push that begins an epoch at a follower, with the cut. Each of its acts may be the last before a crash, and the next one comes with another
   push; so there are four: the promise; the cut and a crash between its two writes; the cut and the epochs up to there; these and the next batch,
   without the entries that it leads up to. */
#define PROMISE_ONLY 1
#define CUT_AND_CRASH 2
#define EPOCHS_ONLY 3
#define BATCH 4
inline push_beginning(me, slot, isRepeated, until) {
    printf("store %d takes a push that begins epoch (%d, %d), act %d, repeated %d; its log ends at %d,", me, NUMBER_OF(slot), LEADER_OF(slot), until, isRepeated, log[me].end);
    promise(me, NUMBER_OF(slot), LEADER_OF(slot));
    if
    :: until == PROMISE_ONLY
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
        :: else -> c = log[me].end
        fi;
        cut(me, c, isRepeated);
        if
        :: until == CUT_AND_CRASH -> recover(me)
        :: else ->
#ifdef BATCH_FIRST
            if
            :: until == BATCH
            :: else -> take_epochs(me, R + slot, until == BATCH)
            fi;
#else
            take_epochs(me, R + slot, until == BATCH);
#endif
            if
            :: until == BATCH -> take_batch(me, R + slot)
            :: else
            fi
        fi
    fi;
    printf(" and then at %d\n", log[me].end);
    count(me, slot)
}

/* A push to a follower that has accepted the epoch: the next batch. */
inline push(me, slot) {
    take_batch(me, R + slot);
    printf("store %d takes a batch of epoch (%d, %d); its log ends at %d\n", me, NUMBER_OF(slot), LEADER_OF(slot), log[me].end);
    count(me, slot)
}

#ifdef CUT_AGAIN
#define IS_BEGINNING(me, slot) true
#else
#define IS_BEGINNING(me, slot) (!ACCEPTED(NUMBER_OF(slot), LEADER_OF(slot), me))
#endif
#define IS_NEXT(me, slot) (ACCEPTED(NUMBER_OF(slot), LEADER_OF(slot), me) && log[me].end < log[R + (slot)].end)
#define MAY_AGAIN(me, slot) (IS_BEGINNING(me, slot) && named[me] != 0 && promised[me] == EPOCH(NUMBER_OF(slot), LEADER_OF(slot)) && named[me] - 1 < log[me].end)

#define CHOICE(n) :: (n) < SLOTS && BEGUN(n) && LEADER_OF(n) != me && MAY_PROMISE(me, NUMBER_OF(n), LEADER_OF(n)) && IN_ORDER(me) && (IS_BEGINNING(me, n) || IS_NEXT(me, n)) -> s = n
/* Numbers are only compared, so that leaving one out altogether would show nothing new. */
#ifdef PLAIN
#define IN_USE(n) true
#else
#define IN_USE(n) (NUMBER(promised[0]) >= (n) || NUMBER(promised[1]) >= (n) || NUMBER(promised[R - 1]) >= (n))
#endif

/* GUIDED fixes who leads when, for a mutant that takes five epochs to do harm. */
#ifdef GUIDED
#define MAY_PICK(n) (me == 0 && (n) != 2 && (n) != 5 || me == 2 && ((n) == 2 || (n) == 5))
#else
#define MAY_PICK(n) true
#endif
#define NUMBERED(n) :: (n) <= EP && MAY_PICK(n) && NUMBER(promised[me]) < (n) && ((n) == 1 || IN_USE((n) - 1)) && IN_ORDER(me) -> s = n
#define ANOTHER(n) :: act[me].phase == ASKING && IN_ORDER((me + (n)) % R) && MAY_PROMISE((me + (n)) % R, NUMBER(promised[me]), me) && !(act[me].promises & (1 << ((me + (n)) % R))) -> s = (me + (n)) % R

/* s is the choice within one step, 0 between steps. */
proctype Store(byte me) {
    byte s;
    do
    :: atomic {
        if
        NUMBERED(1)
        NUMBERED(2)
        NUMBERED(3)
#if EP >= 4
        NUMBERED(4)
#endif
#if EP >= 5
        NUMBERED(5)
#endif
        fi;
        d_step { activate(me, s); s = 0 }
    }
    :: atomic {
        if
        ANOTHER(1)
#if R == 3
        ANOTHER(2)
#endif
        fi;
        if
        :: d_step { true -> ask(me, s, false); s = 0 }
        :: d_step { true -> ask(me, s, true); s = 0 }
        fi
    }
    :: d_step { act[me].phase == ASKING && ENOUGH(me) && act[me].best != me && STILL_PROMISED(me) -> adopt(me, false); s = 0 }
    :: d_step { act[me].phase == ASKING && ENOUGH(me) && act[me].best != me && STILL_PROMISED(me) -> adopt(me, true); s = 0 }
    :: d_step { act[me].phase == FETCHING && STILL_PROMISED(me) && log[me].end < log[act[me].best].end -> fetch(me); s = 0 }
    :: d_step { ((act[me].phase == FETCHING && STILL_PROMISED(me) && log[me].end >= log[act[me].best].end) || (act[me].phase == ASKING && ENOUGH(me) && act[me].best == me)) && MAY_BEGIN(me) -> begin(me); s = 0 }
    :: d_step { act[me].phase == LEADING && log[me].end < LEN -> append(me); s = 0 }
    :: atomic {
        if
        CHOICE(0)
        CHOICE(1)
        CHOICE(2)
#if SLOTS >= 4
        CHOICE(3)
#endif
#if SLOTS >= 5
        CHOICE(4)
#endif
#if SLOTS >= 6
        CHOICE(5)
#endif
#if SLOTS >= 8
        CHOICE(6)
        CHOICE(7)
#endif
        fi;
        if
        :: d_step { NUMBER(promised[me]) < NUMBER_OF(s) -> push_beginning(me, s, false, PROMISE_ONLY); s = 0 }
        :: d_step { IS_BEGINNING(me, s) -> push_beginning(me, s, false, CUT_AND_CRASH); s = 0 }
        :: d_step { IS_BEGINNING(me, s) -> push_beginning(me, s, false, EPOCHS_ONLY); s = 0 }
        :: d_step { IS_BEGINNING(me, s) -> push_beginning(me, s, false, BATCH); s = 0 }
        :: d_step { MAY_AGAIN(me, s) -> push_beginning(me, s, true, EPOCHS_ONLY); s = 0 }
        :: d_step { IS_NEXT(me, s) -> push(me, s); s = 0 }
        fi
    }
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
