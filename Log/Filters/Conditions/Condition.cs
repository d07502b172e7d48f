namespace OrleansRocket.Log.Filters.Conditions;

/// <summary>
/// A part of an expression that is true, false or unknown of a record. Immutable; evaluating allocates nothing.
/// <para>
/// What is called for every record, here and in what calls it, is compiled for speed at once: a broker looks at a million records before the
/// runtime has found out what is worth it, and on a busy machine at many millions.
/// </para>
/// </summary>
internal abstract class Condition
{
    /// <summary>As <see cref="RecordFilter.TagMask"/>: bits of which a record's tag has one whenever this is true. All of them, unless the
    /// condition asks for tags.</summary>
    public virtual ulong TagMask => ulong.MaxValue;

    public abstract Truth Evaluate(in PropertyValues values);

    protected static Truth Of(bool value) => value ? Truth.True : Truth.False;
}
