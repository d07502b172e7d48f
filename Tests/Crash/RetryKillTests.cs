using System.Collections.Concurrent;
using OrleansRocket.Tests.Clusters;

namespace OrleansRocket.Tests.Crash;

/// <summary>
/// A broker in a process of its own is killed again and again while a group handles messages, some of which fail at first and some always. What has to
/// hold: each is handled in the end or is a dead letter, and none is gone.
/// </summary>
public sealed class RetryKillTests(ITestOutputHelper output)
{
    private const int Messages = 3000;
    private const int MaxRetries = 2;

    [Fact]
    public async Task While_the_broker_is_killed_each_message_is_handled_or_a_dead_letter()
    {
        using var broker = new BrokerProcess();
        await broker.Start();
        await using var connection = await RocketConnection.OpenAsync(broker.ClusterDirectory);
        var client = connection.Client;
        await client.Topics.CreateAsync(new TopicConfig { Topic = "orders", Queues = 2 });
        await using (var producer = client.CreateProducer())
            await producer.SendBatchAsync([.. Enumerable.Range(0, Messages).Select(number => new RocketMessage { Topic = "orders", Body = BitConverter.GetBytes(number) })]);

        var handled = new ConcurrentDictionary<int, int>();
        var attempts = new ConcurrentDictionary<int, int>();
        var options = new ConsumerOptions
        {
            Group = "readers",
            Topic = "orders",
            Retry = RetryPolicy.Custom(TimeSpan.FromMilliseconds(200)) with { MaxRetries = MaxRetries },
            CommitInterval = TimeSpan.FromMilliseconds(200),
        };
        await using (await client.SubscribeAsync(options, (message, _) =>
        {
            var number = BitConverter.ToInt32(message.Body.Span);
            attempts.AddOrUpdate(number, 1, static (_, before) => before + 1);
            if (IsPoison(number) || (FailsAtFirst(number) && message.Attempt == 1))
                throw new InvalidDataException("not this one");
            handled.TryAdd(number, 0);
            return ValueTask.CompletedTask;
        }))
        {
            var sound = Enumerable.Range(0, Messages).Count(number => !IsPoison(number));
            foreach (var share in (double[])[0.1, 0.4, 0.7])
            {
                await Until.True(() => Task.FromResult(handled.Count >= share * sound), $"{share:P0} are handled");
                await broker.Kill();
                await broker.Start();
            }

            await Until.True(() => Task.FromResult(handled.Count == sound), "all that can be are handled");
            Assert.All(handled.Keys, number => Assert.False(IsPoison(number)));
            await Until.True(async () => await DeadLetters(client) is var dead && dead.SetEquals(Enumerable.Range(0, Messages).Where(IsPoison)), "the others are dead letters");
        }

        Assert.All(Enumerable.Range(0, Messages).Where(IsPoison), number => Assert.True(attempts[number] > MaxRetries, $"{number} was tried {attempts[number]} times"));
        output.WriteLine($"{attempts.Values.Sum()} attempts for {Messages} messages");
    }

    private static bool IsPoison(int number) => number % 50 == 0;

    private static bool FailsAtFirst(int number) => number % 10 == 1;

    /// <summary>The dead letters, each of which may be there twice: a broker that is killed may have stored one that it did not answer for.</summary>
    private static async Task<HashSet<int>> DeadLetters(RocketClient client)
    {
        try
        {
            return [.. (await client.DeadLetters.ListAsync("readers", max: Messages)).Select(letter => BitConverter.ToInt32(letter.Body.Span))];
        }
        catch (Exception away) when (Transience.IsTransient(away) || away is RocketException { Code: RocketError.TopicNotFound })
        {
            return [];
        }
    }
}
