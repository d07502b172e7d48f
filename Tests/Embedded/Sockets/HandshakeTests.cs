using OrleansRocket.Tests.Clusters;
using OrleansRocket.Tests.Embedded.ClusterDirectory;

namespace OrleansRocket.Tests.Embedded.Sockets;

public sealed class HandshakeTests : IAsyncLifetime
{
    private readonly TestDirectory _directory = new();
    private DirectorySilo _silo = null!;

    private string Self => _silo.Address.ToParsableString();

    public async ValueTask InitializeAsync() => _silo = await DirectorySilo.Start(_directory.Path);

    public async ValueTask DisposeAsync()
    {
        await _silo.DisposeAsync();
        _directory.Dispose();
    }

    [Fact]
    public async Task A_client_of_the_cluster_is_welcome()
    {
        using var connection = await RawConnection.To(_directory.Path, _silo.Address);

        await connection.Send(RawConnection.Introduction(1, "processes", RawConnection.NewClient(1).ToParsableString(), Self));

        Assert.Equal("", await connection.Answer());
    }

    [Fact]
    public async Task Another_version_is_refused_in_one_line_that_names_both()
    {
        await Refused(RawConnection.Introduction(9, "processes", RawConnection.NewClient(1).ToParsableString(), Self), "it speaks version 1 of the engine's protocol, and this process version 9");
    }

    [Fact]
    public async Task Another_cluster_is_refused_by_name()
    {
        await Refused(RawConnection.Introduction(1, "others", RawConnection.NewClient(1).ToParsableString(), Self), "it is of the cluster 'processes', and this process of 'others'");
    }

    [Fact]
    public async Task Who_means_another_silo_is_told_which_one_this_is()
    {
        await Refused(RawConnection.Introduction(1, "processes", RawConnection.NewClient(1).ToParsableString(), "127.0.0.1:1@1"), $"it is {_silo.Address}, not S127.0.0.1:1:1");
    }

    [Theory]
    [InlineData("processes")]
    [InlineData("processes", "no address", "127.0.0.1:1@1")]
    [InlineData("processes", "127.0.0.1:1@-1", "127.0.0.1:1@1", "more")]
    public async Task An_introduction_that_makes_no_sense_is_refused(params string[] words)
    {
        await Refused(RawConnection.Introduction(1, words), "the introduction makes no sense");
    }

    [Fact]
    public async Task Whoever_does_not_speak_the_protocol_is_cut_off_without_an_answer()
    {
        using var connection = await RawConnection.To(_directory.Path, _silo.Address);

        await connection.Send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());

        Assert.Equal(0, await connection.Drain(TestContext.Current.CancellationToken));
    }

    private async Task Refused(byte[] introduction, string reason)
    {
        using var connection = await RawConnection.To(_directory.Path, _silo.Address);
        await connection.Send(introduction);
        Assert.Equal(reason, await connection.Answer());
        Assert.Equal(0, await connection.Drain(TestContext.Current.CancellationToken));
    }
}
