using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace OrleansRocket.Streams;

/// <summary>A health check of a silo: whether the partitions of a stream provider that this silo is to read can be read and are its own. Costs nothing, and
/// asks nobody. To be added with <c>AddHealthChecks().AddTypeActivatedCheck&lt;RocketStreamHealthCheck&gt;("streams", "events")</c>.</summary>
/// <param name="services">The silo's services.</param>
/// <param name="provider">The provider's name.</param>
public sealed class RocketStreamHealthCheck(IServiceProvider services, string provider) : IHealthCheck
{
    /// <summary>Looks at the partitions. The result's data are the number of messages behind the checkpoint of each.</summary>
    /// <param name="context">Says what a failure is to be called.</param>
    /// <param name="cancellationToken">Not used: nothing is waited for.</param>
    /// <exception cref="InvalidOperationException">There is no provider of that name.</exception>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        var partitions = services.GetRocketStreamStatus(provider).Partitions;
        var data = partitions.ToDictionary(partition => partition.Key.ToString(), partition => (object)partition.Value.Depth);
        var unread = partitions.Where(partition => !partition.Value.IsHealthy).Select(partition => partition.Key.ToString()).Order(StringComparer.Ordinal).ToList();
        return Task.FromResult(unread.Count == 0
            ? HealthCheckResult.Healthy($"reads {partitions.Count} partitions", data)
            : new HealthCheckResult(context.Registration.FailureStatus, $"cannot read {string.Join(", ", unread)}", data: data));
    }
}
