using OrleansRocket.Groups;

namespace OrleansRocket;

/// <summary>Describes consumer groups.</summary>
public sealed class RocketGroups
{
    private readonly ClientContext _context;

    internal RocketGroups(ClientContext context) => _context = context;

    /// <summary>The members of a group and its progress.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.GroupNotFound"/>, <see cref="RocketError.InvalidArgument"/>.</exception>
    public Task<GroupDescription> DescribeAsync(string group) => Group(group).Describe();

    /// <summary>Forgets a group's progress.</summary>
    /// <exception cref="RocketException"><see cref="RocketError.GroupNotEmpty"/>, <see cref="RocketError.InvalidArgument"/>.</exception>
    public Task DeleteAsync(string group) => Group(group).Delete();

    private IConsumerGroupGrain Group(string group)
    {
        Name.CheckGroup(group);
        return _context.Grains.GetGrain<IConsumerGroupGrain>(group);
    }
}
