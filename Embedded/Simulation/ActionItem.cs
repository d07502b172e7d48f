namespace Orleans.Embedded;

/// <summary>An action as an item of work.</summary>
internal sealed class ActionItem(Action action) : IThreadPoolWorkItem
{
    public void Execute() => action();
}
