using OrleansRocket.Log.Epochs;

namespace OrleansRocket.Replication;

/// <summary>Finds how far two replicas of a queue have the same log.</summary>
internal static class EpochAgreement
{
    /// <summary>
    /// The end of what both have in common: of the highest epoch that both know, the smaller of its ends. An epoch has one leader, so that
    /// two logs that both reach into it are the same up to there. 0 when they know no epoch in common.
    /// </summary>
    public static long Find(IReadOnlyList<EpochStart> ours, long ourEnd, IReadOnlyList<EpochStart> theirs, long theirEnd)
    {
        var (our, their) = (ours.Count - 1, theirs.Count - 1);
        while (our >= 0 && their >= 0)
        {
            if (ours[our].IsSameEpoch(theirs[their]))
                return Math.Min(EndOf(ours, our, ourEnd), EndOf(theirs, their, theirEnd));
            var difference = ours[our].Epoch - theirs[their].Epoch;
            if (difference >= 0)
                our--;
            if (difference <= 0)
                their--;
        }

        return 0;
    }

    private static long EndOf(IReadOnlyList<EpochStart> starts, int index, long end) => index + 1 < starts.Count ? starts[index + 1].StartOffset : end;
}
