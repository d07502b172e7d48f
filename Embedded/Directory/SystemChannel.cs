using Orleans.Embedded;

namespace Orleans.Runtime;

/// <summary>
/// Questions of one silo's runtime to another's. They are repeated while no answer comes, since a transport may lose
/// messages; all of them may be asked twice. Used in system turns only.
/// </summary>
internal sealed class SystemChannel(SiloRuntime silo)
{
    private static readonly TimeSpan RepeatAfter = TimeSpan.FromSeconds(1);

    private readonly SortedDictionary<long, (SiloAddress Silo, Completion<DirectoryAnswer?> Answer)> _open = [];
    private long _lastId;

    /// <summary>Asks until there is an answer.</summary>
    /// <returns>The answer, or null if the silo is gone.</returns>
    public async Task<DirectoryAnswer?> Ask(SiloAddress other, DirectoryQuestion question)
    {
        var id = ++_lastId;
        var answer = new Completion<DirectoryAnswer?>(silo.Environment.Work);
        _open[id] = (other, answer);
        using var repeat = silo.Environment.Time.CreateTimer(
            _ => silo.System.Post(() => Send(id, other, question)), null, RepeatAfter, RepeatAfter);
        Send(id, other, question);
        return await answer.Task;
    }

    /// <summary>Tells a silo that one of its activations is not the one that counts.</summary>
    public void Tell(SiloAddress other, GrainRegistration duplicate)
    {
        if (other.Equals(silo.Address))
        {
            silo.Catalog.DropDuplicate(duplicate);
            return;
        }

        silo.Transmit(
            new Message { Kind = MessageKind.SystemRequest, Body = Message.Bytes(new DirectoryQuestion { Registration = duplicate }, silo) },
            other);
    }

    /// <summary>Gives up what was asked of silos that are gone.</summary>
    public void FailSentTo(Func<SiloAddress, bool> gone)
    {
        foreach (var (id, (_, answer)) in _open.Where(o => gone(o.Value.Silo)).ToList())
        {
            _open.Remove(id);
            answer.TrySet(null);
        }
    }

    public void OnAnswer(Message message)
    {
        if (_open.Remove(message.Id, out var open))
        {
            open.Answer.TrySet(message.ReadBody<DirectoryAnswer>(silo));
        }
    }

    public async Task OnQuestion(Message message)
    {
        var question = message.ReadBody<DirectoryQuestion>(silo);
        if (message.Id == 0)
        {
            silo.Catalog.DropDuplicate(question.Registration!);
            return;
        }

        var answer = await silo.Directory.Answer(question);
        var body = Message.Bytes(answer, silo);
        silo.Transmit(new Message { Kind = MessageKind.SystemResult, Id = message.Id, Body = body }, message.Sender);
    }

    private void Send(long id, SiloAddress other, DirectoryQuestion question)
    {
        if (!_open.ContainsKey(id))
        {
            return;
        }

        var message = new Message { Kind = MessageKind.SystemRequest, Id = id, Body = Message.Bytes(question, silo) };
        if (silo.Transmit(message, other) == SendOutcome.NoSuchNode && _open.Remove(id, out var open))
        {
            open.Answer.TrySet(null);
        }
    }
}
