using Orleans.Embedded;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Embedded.ClusterDirectory;

public sealed class LockFileTests : IDisposable
{
    private readonly TestDirectory _directory = new();

    private string File => Path.Combine(_directory.Path, "lock");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_lock_has_one_holder_at_a_time()
    {
        using (LockFile.TryTake(File))
        {
            Assert.Null(LockFile.TryTake(File));
            Assert.True(LockFile.IsHeld(File));
        }

        Assert.False(LockFile.IsHeld(File));
        using var next = LockFile.TryTake(File);
        Assert.NotNull(next);
    }

    [Fact]
    public void A_lock_that_is_missing_is_held_by_nobody() => Assert.False(LockFile.IsHeld(File));

    [Fact]
    public async Task Who_waits_gets_it_when_the_holder_is_done()
    {
        var holder = LockFile.TryTake(File)!;
        var waiting = Task.Run(() => LockFile.Take(File, TimeSpan.FromSeconds(30), TimeProvider.System), TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);

        holder.Dispose();

        using var taken = await waiting;
        Assert.True(LockFile.IsHeld(File));
    }

    [Fact]
    public void Who_waits_too_long_is_told_which_lock_it_was()
    {
        using var holder = LockFile.TryTake(File);

        var late = Assert.Throws<TimeoutException>(() => LockFile.Take(File, TimeSpan.Zero, TimeProvider.System));

        Assert.Contains(File, late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lock_in_a_directory_that_is_missing_cannot_be_taken()
    {
        var missing = Path.Combine(_directory.Path, "missing", "lock");

        Assert.Contains(missing, Assert.Throws<IOException>(() => LockFile.TryTake(missing)).Message, StringComparison.Ordinal);
    }
}
