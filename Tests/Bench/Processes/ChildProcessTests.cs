using System.Diagnostics;
using OrleansRocket.Bench.Processes;
using OrleansRocket.Tests.Clusters;
using ChildProcess = OrleansRocket.Bench.Processes.ChildProcess;

namespace OrleansRocket.Tests.Bench.Processes;

/// <summary>What the bench starts, it ends.</summary>
public sealed class ChildProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_process_is_asked_to_end_and_is_gone_afterwards()
    {
        var child = Shell("trap 'exit 0' TERM; echo serving; while :; do sleep 0.01; done", Patience);
        Assert.Equal("serving", await child.WaitForLine("serving", Patience, TestContext.Current.CancellationToken));
        Assert.True(IsAlive(child.Id));
        await child.DisposeAsync();
        Assert.False(IsAlive(child.Id));
    }

    [Fact]
    public async Task Its_directory_goes_with_it()
    {
        using var parent = new TestDirectory();
        var directory = Directory.CreateDirectory(Path.Combine(parent.Path, "own")).FullName;
        var child = Shell("echo data > file; echo written; exec sleep 600", Patience, directory);
        await child.WaitForLine("written", Patience, TestContext.Current.CancellationToken);
        Assert.True(File.Exists(Path.Combine(directory, "file")));
        await child.DisposeAsync();
        Assert.False(Directory.Exists(directory));
    }

    [Fact]
    public async Task One_that_does_not_listen_is_killed_with_all_that_it_started()
    {
        var child = Shell("trap '' TERM; sleep 600 & echo child $!; wait; wait", TimeSpan.FromMilliseconds(100));
        var line = await child.WaitForLine("child ", Patience, TestContext.Current.CancellationToken);
        var grandchild = int.Parse(line["child ".Length..], System.Globalization.CultureInfo.InvariantCulture);
        await child.DisposeAsync();
        Assert.False(IsAlive(child.Id));
        await Until.True(() => Task.FromResult(!IsAlive(grandchild)), "what it started has ended too");
    }

    [Fact]
    public async Task One_that_ends_before_it_serves_is_an_error_with_its_last_words()
    {
        await using var child = Shell("echo the port is taken >&2; exit 7", Patience);
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => child.WaitForLine("serving", Patience, TestContext.Current.CancellationToken));
        Assert.StartsWith("sh ended with 7 before it served", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_takes_too_long_is_an_error()
    {
        await using var child = Shell("exec sleep 600", Patience);
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => child.WaitForLine("serving", TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken));
        Assert.StartsWith("sh did not serve within 0.05 s", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_that_is_not_there_is_an_error_that_names_it()
    {
        var failure = Assert.Throws<InvalidOperationException>(() => ChildProcess.Start(new ChildProgram("/nowhere/server")));
        Assert.StartsWith("server cannot be started", failure.Message, StringComparison.Ordinal);
    }

    private static ChildProcess Shell(string script, TimeSpan stopPatience, string? directory = null)
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "there is no /bin/sh here");
        return ChildProcess.Start(new ChildProgram("/bin/sh") { Arguments = ["-c", script], StopPatience = stopPatience, Directory = directory });
    }

    private static bool IsAlive(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
