namespace OrleansRocket.Tests.Engine.Filters;

/// <summary>Sees every call that leaves, and stamps those to one grain.</summary>
public sealed class StampingFilter : IOutgoingGrainCallFilter
{
    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.InterfaceMethod.DeclaringType == typeof(IFilteredGrain))
        {
            RequestContext.Set("stamp", $"{context.MethodName} from {context.SourceId?.Key.ToString() ?? "outside"}");
        }

        await context.Invoke();
        if (context.MethodName == nameof(IFilteredGrain.Signed))
        {
            context.Result += ", signed";
        }
    }
}
