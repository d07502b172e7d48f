namespace OrleansRocket.Log.Records;

/// <summary>The flag byte of a record. Every bit that is not named here must be 0.</summary>
[Flags]
internal enum RecordFlags : byte
{
    None = 0,
    Tag = 1,
    Keys = 2,
    Properties = 4,
    Tombstone = 8,
    UserFlag = 16,
    All = Tag | Keys | Properties | Tombstone | UserFlag,
}
