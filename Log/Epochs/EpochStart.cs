namespace OrleansRocket.Log.Epochs;

/// <summary>Where a leader epoch begins in a log. Two leaders may have taken the same number where one store alone can begin an epoch, so that an
/// epoch is known by both.</summary>
/// <param name="Epoch">The epoch's number.</param>
/// <param name="StartOffset">The first offset that can belong to it.</param>
/// <param name="LeaderId">Whose epoch it is: <see cref="EpochPromise.LeaderId"/>; 0 when that is not known any more.</param>
public readonly record struct EpochStart(int Epoch, long StartOffset, int LeaderId)
{
    /// <summary>Whether both are about the same epoch. One whose leader is not known is like no other.</summary>
    public bool IsSameEpoch(EpochStart other) => Epoch == other.Epoch && LeaderId == other.LeaderId && LeaderId != 0;
}
