using FsCheck.Fluent;
using OrleansRocket.Groups;
using OrleansRocket.Tests.Log.Records;

namespace OrleansRocket.Tests.Grains.Groups;

public sealed class AssignmentTests
{
    private static readonly AssignmentStrategy[] Even = [AssignmentStrategy.Average, AssignmentStrategy.Circular, AssignmentStrategy.Sticky];

    [Theory]
    [InlineData(AssignmentStrategy.Average, 8, "aaabbbcc")]
    [InlineData(AssignmentStrategy.Circular, 8, "abcabcab")]
    [InlineData(AssignmentStrategy.Circular, 2, "ab")]
    [InlineData(AssignmentStrategy.Sticky, 5, "aabbc")]
    public void Queues_are_shared_out_as_the_strategy_says(AssignmentStrategy strategy, int queues, string expected) =>
        Assert.Equal(expected, string.Concat(Assignments.Assign(strategy, Request("abc", queues))));

    [Fact]
    public void Every_strategy_gives_each_queue_to_one_member_and_gives_the_same_when_asked_again()
    {
        var cases = from members in Gen.Choose(1, 12)
                    from queues in Gen.Choose(0, 40)
                    from rooms in Gen.Elements("", "east", "west").ArrayOf(queues)
                    from memberRooms in Gen.Elements("", "east").ArrayOf(members)
                    from owners in Gen.Elements(null, "m00", "m01", "m09", "gone").ArrayOf(queues)
                    select new AssignmentRequest
                    {
                        Topic = "orders",
                        Members = [.. memberRooms.Select((room, index) => ($"m{index:00}", room))],
                        Rooms = rooms,
                        Owners = owners,
                    };
        Seeded.ForAll(cases, request =>
        {
            foreach (var strategy in Enum.GetValues<AssignmentStrategy>())
            {
                var assigned = Assignments.Assign(strategy, request);
                Assert.Equal(request.Queues, assigned.Length);
                Assert.All(assigned, owner => Assert.Contains(request.Members, member => member.Id == owner));
                Assert.Equal(assigned, Assignments.Assign(strategy, request));
                if (Even.Contains(strategy))
                {
                    var shares = request.Members.Select(member => assigned.Count(owner => owner == member.Id)).ToList();
                    Assert.InRange(shares.Max() - shares.Min(), 0, 1);
                }
            }

            CheckSticky(request);
            CheckRooms(request);
        });
    }

    [Fact]
    public void Without_members_nobody_owns_anything() =>
        Assert.All(Enum.GetValues<AssignmentStrategy>(), strategy => Assert.Empty(Assignments.Assign(strategy, Request("", 8))));

    [Fact]
    public void On_a_ring_of_hashes_only_the_queues_of_a_member_that_goes_move()
    {
        var before = Assignments.Assign(AssignmentStrategy.ConsistentHash, Request("abcde", 200));
        var after = Assignments.Assign(AssignmentStrategy.ConsistentHash, Request("abde", 200));
        Assert.All(before.Zip(after), pair => Assert.True(pair.First == pair.Second || pair.First == "c"));
        Assert.All("abcde", member => Assert.InRange(before.Count(owner => owner == $"{member}"), 15, 80));
    }

    [Fact]
    public void Queues_stay_in_their_machine_room_and_those_of_empty_rooms_go_to_all()
    {
        var request = new AssignmentRequest
        {
            Topic = "orders",
            Members = [("a", "east"), ("b", "east"), ("c", "west")],
            Rooms = ["east", "west", "east", "north", "west", ""],
            Owners = [null, null, null, null, null, null],
        };
        Assert.Equal("acbacb", string.Concat(Assignments.Assign(AssignmentStrategy.MachineRoom, request)));
        Assert.Equal("east", MachineRoomAssignment.RoomOf("east@broker-a"));
        Assert.Equal("", MachineRoomAssignment.RoomOf("broker-a"));
    }

    /// <summary>Nobody gives a queue up who does not have more than a share.</summary>
    private static void CheckSticky(AssignmentRequest request)
    {
        var assigned = Assignments.Assign(AssignmentStrategy.Sticky, request);
        foreach (var (member, _) in request.Members)
        {
            var had = Enumerable.Range(0, request.Queues).Where(queue => request.Owners[queue] == member).ToList();
            var kept = had.Count(queue => assigned[queue] == member);
            Assert.Equal(Math.Min(had.Count, assigned.Count(owner => owner == member)), kept);
        }
    }

    private static void CheckRooms(AssignmentRequest request)
    {
        var assigned = Assignments.Assign(AssignmentStrategy.MachineRoom, request);
        for (var queue = 0; queue < request.Queues; queue++)
        {
            if (request.Rooms[queue] == "east" && request.Members.Any(member => member.Room == "east"))
                Assert.Equal("east", request.Members.Single(member => member.Id == assigned[queue]).Room);
        }
    }

    private static AssignmentRequest Request(string members, int queues) => new()
    {
        Topic = "orders",
        Members = [.. members.Select(member => ($"{member}", ""))],
        Rooms = [.. Enumerable.Repeat("", queues)],
        Owners = new string?[queues],
    };
}
