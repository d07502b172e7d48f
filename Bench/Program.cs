using OrleansRocket.Bench.Commands;

// Somebody who watches wants to know what takes so long; whoever redirects wants errors only.
Action<string>? progress = Console.IsErrorRedirected ? null : what => Console.Error.WriteLine($"... {what}");
return await BenchCommandLine.Run(args, Console.Out, Console.Error, progress);
