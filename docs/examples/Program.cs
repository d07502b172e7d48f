using OrleansRocket.Examples;

// Runs the examples that are named, or all of them, each with a broker of its own inside this process.
var chosen = args.Length == 0 ? Example.All : [.. Example.All.Where(example => args.Contains(example.Name))];
if (chosen.Count == 0)
{
    Console.Error.WriteLine($"there is no example of that name; there are: {string.Join(", ", Example.All.Select(example => example.Name))}");
    return 2;
}

foreach (var example in chosen)
{
    Console.WriteLine($"== {example.Name}");
    await using var broker = await ExampleBroker.Start();
    await example.Run(broker.Client, Console.Out);
}

return 0;
