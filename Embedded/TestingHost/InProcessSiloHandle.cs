using Microsoft.Extensions.Hosting;
using Orleans.Runtime;

namespace Orleans.TestingHost;

/// <summary>A silo of a test cluster.</summary>
public sealed class InProcessSiloHandle
{
    /// <summary>The silo's host.</summary>
    public IHost SiloHost { get; init; } = null!;

    /// <summary>The host's services.</summary>
    public IServiceProvider ServiceProvider => SiloHost.Services;

    /// <summary>The silo's name.</summary>
    public string Name { get; set; } = null!;

    /// <summary>The silo's address.</summary>
    public SiloAddress SiloAddress { get; set; } = null!;

    /// <summary>The address that clients call.</summary>
    public SiloAddress GatewayAddress { get; set; } = null!;

    /// <summary>The number of the instance; a restarted silo keeps it.</summary>
    public short InstanceNumber { get; set; }

    /// <summary>Whether the silo has not been stopped yet.</summary>
    public bool IsActive { get; private set; } = true;

    /// <summary>Stops the silo, in good order or as a lost process would end.</summary>
    public async Task StopSiloAsync(bool stopGracefully)
    {
        if (!IsActive)
        {
            return;
        }

        IsActive = false;
        await SiloHost.StopAsync(new CancellationToken(canceled: !stopGracefully)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override string ToString() => SiloAddress.ToString();
}
