namespace OrleansRocket.SiloHost;

internal sealed class ProcessGrain : Grain, IProcessGrain
{
    private bool _hangs;

    public Task<int> ProcessId() => Task.FromResult(Environment.ProcessId);

    public Task Hang()
    {
        _hangs = true;
        return new TaskCompletionSource().Task;
    }

    public Task<bool> HasBegun() => Task.FromResult(_hangs);

    public Task<byte[]> Echo(byte[] bytes) => Task.FromResult(bytes);

    public Task<byte[]> Bytes(int count) => Task.FromResult(new byte[count]);
}
