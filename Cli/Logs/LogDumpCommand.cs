namespace OrleansRocket.Cli.Logs;
internal sealed class LogDumpCommand() : RocketCommand("dump", "x") { public override Task<int> Run(CommandContext context, CancellationToken cancellationToken) => Task.FromResult(0); }
internal sealed class LogVerifyCommand() : RocketCommand("verify", "x") { public override Task<int> Run(CommandContext context, CancellationToken cancellationToken) => Task.FromResult(0); }
internal sealed record DumpedRecord(int X);
internal sealed record VerifyResult(int X);
