namespace OrleansRocket.Tests.Engine.Filters;

/// <summary>Sees every call that arrives, and changes those of one grain.</summary>
public sealed class RecordingFilter : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.Grain is not FilteredGrain)
        {
            await context.Invoke();
            return;
        }

        var method = context.InterfaceMethod.Name;
        if (method == nameof(IFilteredGrain.Refused))
        {
            throw new UnauthorizedAccessException($"{context.TargetId.Key} may not call {context.MethodName}");
        }

        if (method == nameof(IFilteredGrain.Double))
        {
            context.Request.SetArgument(0, (int)context.Request.GetArgument(0)! + 1);
        }

        RequestContext.Set("seen by filter", $"{context.ImplementationMethod.DeclaringType!.Name}.{method}");
        await context.Invoke();
        if (context.Result is int number)
        {
            context.Result = number * 10;
        }
    }
}
