using OrleansRocket.Bench.Commands;

return await BenchCommandLine.Run(args, Console.Out, Console.Error);
