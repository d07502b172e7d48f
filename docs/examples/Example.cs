namespace OrleansRocket.Examples;

/// <summary>A program that shows one feature.</summary>
/// <param name="Name">Its name, by which it is run.</param>
/// <param name="Run">Runs it to its end, and writes what it shows.</param>
internal sealed record Example(string Name, Func<RocketClient, TextWriter, Task> Run)
{
    /// <summary>All examples, the first steps first.</summary>
    public static IReadOnlyList<Example> All { get; } =
    [
        new("produce-and-consume", ProduceAndConsume.Run),
        new("batches", Batches.Run),
        new("ordered-messages", OrderedMessages.Run),
        new("delayed-messages", DelayedMessages.Run),
        new("transactions", Transactions.Run),
        new("retries-and-dead-letters", RetriesAndDeadLetters.Run),
        new("filters", Filters.Run),
        new("queries", Queries.Run),
        new("simple-consumers", SimpleConsumers.Run),
        new("broadcasting", Broadcasting.Run),
        new("pause-and-reset", PauseAndReset.Run),
        new("request-and-reply", RequestAndReply.Run),
        new("message-types", MessageTypes.Run),
        new("one-way-and-priority", OneWayAndPriority.Run),
        new("traces", Traces.Run),
    ];
}
