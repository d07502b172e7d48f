using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OrleansRocket.Brokers;
using OrleansRocket.Silo.Metrics;

namespace OrleansRocket.Silo.Http;

/// <summary>Health and metrics over HTTP, for this machine only unless it is told otherwise. It answers before the broker serves, so that a start can be watched.</summary>
internal sealed class HttpEndpoint : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly MetricCollector _metrics;

    private HttpEndpoint(WebApplication application, MetricCollector metrics)
    {
        _application = application;
        _metrics = metrics;
        Address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
    }

    /// <summary>For example <c>http://127.0.0.1:5557</c>.</summary>
    public string Address { get; }

    /// <summary>Starts to listen.</summary>
    /// <param name="address">What to listen on.</param>
    /// <param name="port">The port; 0 for a free one.</param>
    /// <param name="health">What health is asked of.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">The port is taken.</exception>
    public static async Task<HttpEndpoint> Start(IPAddress address, int port, IBrokerHealth health, CancellationToken cancellationToken)
    {
        var metrics = new MetricCollector();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(address, port);
        });
        var application = builder.Build();
        application.Run(context => Answer(context, health, metrics));
        try
        {
            await application.StartAsync(cancellationToken);
            return new HttpEndpoint(application, metrics);
        }
        catch
        {
            metrics.Dispose();
            await application.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _metrics.Dispose();
    }

    private static Task Answer(HttpContext context, IBrokerHealth health, MetricCollector metrics)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return Task.CompletedTask;
        }

        return context.Request.Path.Value switch
        {
            "/health/startup" => Tell(context, health.Startup()),
            "/health/ready" => Tell(context, health.Ready()),
            "/health/live" => Tell(context, health.Live()),
            "/metrics" => Tell(context, metrics),
            _ => NotFound(context),
        };
    }

    private static Task Tell(HttpContext context, HealthProblem? problem)
    {
        context.Response.StatusCode = problem is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        context.Response.ContentType = "application/json";
        context.Response.Headers.CacheControl = "no-store";
        var answer = new HealthAnswer(problem is null ? "ok" : "failing", problem?.Check, problem?.Reason);
        return context.Response.WriteAsync(JsonSerializer.Serialize(answer, HealthJson.Default.HealthAnswer), context.RequestAborted);
    }

    private static Task Tell(HttpContext context, MetricCollector metrics)
    {
        context.Response.ContentType = PrometheusText.ContentType;
        return context.Response.WriteAsync(metrics.Collect(), context.RequestAborted);
    }

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return context.Response.WriteAsync("/health/startup, /health/ready, /health/live, /metrics\n", context.RequestAborted);
    }
}
