namespace OrleansRocket.Tests.Engine.Calls;

public interface ICallGrain : IGrainWithStringKey
{
    Task<string?> FromContext(string key);

    Task<string?> FromContextOf(ICallGrain other, string key);

    Task SetContext(string key, string value);

    Task<string> WaitForCancellation(string gate, CancellationToken cancellationToken);

    Task<bool> CanBeCancelled(CancellationToken cancellationToken);

    Task<string> WaitFor(string gate);

    [ResponseTimeout("00:00:00.3000000")]
    Task<string> WaitBriefly(string gate);

    Task Throw(string message);

    Task ThrowLater(string message);

    Task ThrowOwn(int code);

    Task ThrowThrough(ICallGrain other, string message);

    ValueTask<int> AsValueTask(int value);

    ValueTask<int> AsValueTaskLater(int value);

    ValueTask NothingLater();

    Task<List<int>> Keep(List<int> numbers);

    Task<List<int>> Kept();

    Task<ICallGrain> Self();

    Task<string> KeyOf(ICallGrain other);

    Task<string> MyKey();

    Task<int> AskManyTimes(ICallGrain other, int times);
}
