namespace Orleans.Runtime;

/// <content>Call chains that may come back while a request of theirs waits.</content>
internal sealed partial class Activation
{
    private Dictionary<Guid, int>? _sections;

    public void EnterReentrantSection(Guid id)
    {
        _sections ??= [];
        _sections[id] = _sections.GetValueOrDefault(id) + 1;
    }

    public void ExitReentrantSection(Guid id)
    {
        if (_sections is null || !_sections.TryGetValue(id, out var depth))
        {
            return;
        }

        if (depth == 1)
        {
            _sections.Remove(id);
        }
        else
        {
            _sections[id] = depth - 1;
        }
    }

    private bool IsInReentrantSection(Guid id) => _sections?.ContainsKey(id) == true;
}
