using System.Globalization;
using OrleansRocket.Tests.Clusters;
using OrleansRocket.Tests.Engine.Processes;

namespace OrleansRocket.Tests.Embedded.ClusterDirectory;

public sealed class SharedDirectoryTests : IDisposable
{
    /// <summary>The promise is well under 200 ms; a busy machine may once be slower, so the median of several counts.</summary>
    private static readonly TimeSpan DetectionLimit = TimeSpan.FromMilliseconds(200);

    private readonly TestDirectory _directory = new();

    private string Cluster => Path.Combine(_directory.Path, "c");

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_killed_process_is_seen_dead_at_once()
    {
        const int Kills = 5;
        await using var cluster = new ProcessCluster();
        await using var survivor = await DirectorySilo.Start(cluster.Path, "survivor", ProcessCluster.Id);
        var delays = new List<TimeSpan>();
        for (var kill = 0; kill < Kills; kill++)
        {
            var victim = await cluster.StartSilo("victim");
            var address = survivor.Membership.CurrentSnapshot.Members.Values.Single(m => m.Name == "victim" && m.Status == SiloStatus.Active).SiloAddress;
            await victim.Kill();
            var killed = TimeProvider.System.GetTimestamp();
            await foreach (var snapshot in survivor.Membership.MembershipUpdates)
            {
                if (snapshot.GetSiloStatus(address) == SiloStatus.Dead)
                    break;
            }

            delays.Add(TimeProvider.System.GetElapsedTime(killed));
        }

        Assert.True(delays.Order().ElementAt(Kills / 2) < DetectionLimit, string.Join(", ", delays));
    }

    [Fact]
    public async Task A_restarted_silo_keeps_its_endpoint_and_succeeds_its_former_run()
    {
        SiloAddress first;
        await using (var silo = await DirectorySilo.Start(Cluster))
            first = silo.Address;

        await using var again = await DirectorySilo.Start(Cluster);

        Assert.Equal(first.Endpoint, again.Address.Endpoint);
        Assert.True(again.Address.IsSuccessorOf(first));
        Assert.Equal(SiloStatus.Dead, again.Membership.CurrentSnapshot.GetSiloStatus(first));
    }

    [Fact]
    public async Task Silos_of_one_directory_have_different_endpoints_and_see_each_other()
    {
        await using var a = await DirectorySilo.Start(Cluster, "a");
        await using var b = await DirectorySilo.Start(Cluster, "b");

        Assert.NotEqual(a.Address.Endpoint, b.Address.Endpoint);
        await Until.True(() => Task.FromResult(a.Membership.CurrentSnapshot.GetSiloStatus(b.Address) == SiloStatus.Active), "a sees b");
        Assert.Equal(SiloStatus.Active, b.Membership.CurrentSnapshot.GetSiloStatus(a.Address));
    }

    [Fact]
    public async Task A_name_that_runs_already_is_refused_with_its_process()
    {
        await using var first = await DirectorySilo.Start(Cluster);

        var refused = await Assert.ThrowsAsync<OrleansConfigurationException>(() => DirectorySilo.Start(Cluster));

        Assert.Contains("'a' runs already", refused.Message, StringComparison.Ordinal);
        Assert.Contains(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), refused.Message, StringComparison.Ordinal);
        Assert.Equal(SiloStatus.Active, first.Membership.CurrentSnapshot.GetSiloStatus(first.Address));
    }

    [Fact]
    public async Task The_directory_of_another_cluster_is_refused()
    {
        await using (await DirectorySilo.Start(Cluster, cluster: "one"))
        {
        }

        var refused = await Assert.ThrowsAsync<OrleansConfigurationException>(() => DirectorySilo.Start(Cluster, cluster: "two"));

        Assert.Contains("belongs to the cluster 'one'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_whose_sockets_would_have_too_long_a_path_is_refused_with_the_limit()
    {
        var path = Path.Combine(_directory.Path, new string('x', 100));

        var refused = await Assert.ThrowsAsync<OrleansConfigurationException>(() => DirectorySilo.Start(path));

        Assert.Contains("the limit is 107", refused.Message, StringComparison.Ordinal);
        Assert.False(System.IO.Directory.Exists(path));
    }

    [Fact]
    public async Task A_directory_that_cannot_be_made_is_refused_with_the_reason()
    {
        var file = Path.Combine(_directory.Path, "file");
        await File.WriteAllTextAsync(file, "");

        var refused = await Assert.ThrowsAsync<OrleansConfigurationException>(() => DirectorySilo.Start(Path.Combine(file, "c")));

        Assert.Contains("cannot be made", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no table", "is not a table of silos")]
    [InlineData("""{"format":2,"clusterId":"processes","version":1,"members":[]}""", "has format 2; this version reads format 1")]
    [InlineData("""{"format":1,"clusterId":"processes","version":1,"members":[{"address":"x","name":"a","status":"Active","processId":1}]}""", "is not a table of silos")]
    public async Task A_table_that_cannot_be_read_is_refused_and_kept(string table, string reason)
    {
        System.IO.Directory.CreateDirectory(Cluster);
        var path = Path.Combine(Cluster, "members");
        await File.WriteAllTextAsync(path, table);

        var refused = await Assert.ThrowsAsync<OrleansConfigurationException>(() => DirectorySilo.Start(Cluster));

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.Equal(table, await File.ReadAllTextAsync(path));
    }

    [Fact]
    [global::System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task A_directory_that_silos_made_is_for_their_owner_only()
    {
        await using var silo = await DirectorySilo.Start(Cluster);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Cluster));
    }

    [Fact]
    public async Task Many_restarts_leave_few_files_and_a_small_table()
    {
        for (var run = 0; run < 80; run++)
        {
            await using var silo = await DirectorySilo.Start(Cluster, $"silo-{run}");
        }

        Assert.Equal(["members", "members.lock"], System.IO.Directory.EnumerateFiles(Cluster).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.True(new FileInfo(Path.Combine(Cluster, "members")).Length < 16 * 1024);
    }

    [Fact]
    public async Task A_silo_whose_directory_is_lost_goes_on_and_stops_in_order()
    {
        await using (var silo = await DirectorySilo.Start(Cluster))
        {
            System.IO.Directory.Delete(Cluster, recursive: true);
            await Task.Delay(TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken);
            Assert.Equal(SiloStatus.Active, silo.Membership.CurrentSnapshot.GetSiloStatus(silo.Address));
        }

        Assert.False(System.IO.Directory.Exists(Cluster));
    }
}
