using OrleansRocket.Log.Epochs;
using OrleansRocket.Replication;

namespace OrleansRocket.Tests.Grains.Replication;

public sealed class EpochAgreementTests
{
    [Theory]
    [InlineData("1:0", 50, "1:0", 80, 50)] // One is simply behind.
    [InlineData("1:0 2:40", 50, "1:0 3:30", 80, 30)] // Epoch 2 wrote what epoch 3 never heard of.
    [InlineData("1:0 3:30", 80, "1:0 2:40", 50, 30)] // The same from the other side.
    [InlineData("1:0 2:40", 60, "1:0 2:40 3:55", 90, 55)] // It went on in epoch 2 when that was over.
    [InlineData("1:0 2:40", 40, "1:0 2:40 3:40", 40, 40)] // Epoch 2 wrote nothing.
    [InlineData("", 0, "1:0 2:40", 70, 0)] // An empty one.
    [InlineData("3:0", 80, "5:1000", 1200, 0)] // What they had in common is gone.
    [InlineData("2:0 4:10 6:20", 30, "1:0 4:10 5:15 6:18", 40, 30)] // The highest common epoch decides, whatever was before it.
    [InlineData("1:0 2:40", 60, "1:0 2:30:b", 70, 30)] // Two stores have begun epoch 2, each alone.
    [InlineData("1:0:?", 60, "1:0:?", 70, 0)] // An epoch whose leader is not known is like no other.
    public void Two_logs_agree_up_to_the_end_of_the_highest_epoch_that_both_know(string ours, long ourEnd, string theirs, long theirEnd, long agreed)
    {
        Assert.Equal(agreed, EpochAgreement.Find(Starts(ours), ourEnd, Starts(theirs), theirEnd));
        Assert.Equal(agreed, EpochAgreement.Find(Starts(theirs), theirEnd, Starts(ours), ourEnd));
    }

    private static EpochStart[] Starts(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split(':')).Select(part => new EpochStart(int.Parse(part[0]), long.Parse(part[1]), part.Length < 3 ? 7 : part[2] == "?" ? 0 : 8))];
}
