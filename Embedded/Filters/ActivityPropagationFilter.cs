using System.Diagnostics;

namespace Orleans.Runtime;

/// <summary>Carries the current trace over a call, and gives the call a span on both sides.</summary>
internal sealed class ActivityPropagationFilter : IOutgoingGrainCallFilter, IIncomingGrainCallFilter
{
    private const string TraceParent = "traceparent";
    private const string TraceState = "tracestate";

    private static readonly ActivitySource Source = new("Microsoft.Orleans.Application");

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        using var activity = Source.StartActivity(context.Request.GetActivityName(), ActivityKind.Client);
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id } current)
        {
            RequestContext.Set(TraceParent, id);
            if (current.TraceStateString is { } state)
            {
                RequestContext.Set(TraceState, state);
            }
        }

        await Run(context, activity);
    }

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        ActivityContext.TryParse(
            RequestContext.Get(TraceParent) as string, RequestContext.Get(TraceState) as string, true, out var parent);
        using var activity = Source.StartActivity(context.Request.GetActivityName(), ActivityKind.Server, parent);
        await Run(context, activity);
    }

    private static async Task Run(IGrainCallContext context, Activity? activity)
    {
        try
        {
            await context.Invoke();
        }
        catch (Exception exception)
        {
            // Rethrown: the span only notes it.
            activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
            throw;
        }
    }
}
