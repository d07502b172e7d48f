using System.Text;
using OrleansRocket.Log.Errors;
using OrleansRocket.Log.Filters.Conditions;
using OrleansRocket.Log.Records;

namespace OrleansRocket.Log.Filters;

/// <summary>Makes conditions out of terms, and refuses those that can never be true.</summary>
/// <param name="text">The expression, for errors.</param>
/// <param name="names">The properties that it names.</param>
internal sealed class SqlComparisons(string text, PropertyNames names)
{
    /// <summary><c>=</c>. Properties are texts: beside a number they are read as one, beside a truth value likewise.</summary>
    public Condition Equal(SqlTerm left, SqlTerm right)
    {
        RefuseNull(left);
        RefuseNull(right);
        if (left.Condition is not null || right.Condition is not null)
            return new TruthEquality(TruthOf(left, right), TruthOf(right, left));
        if (left.Number is not null || right.Number is not null)
            return new NumberComparison(NumberOf(left), SqlTokenKind.Equal, NumberOf(right));
        return new TextEquality(TextOf(left), TextOf(right), TagMask(left, right) & TagMask(right, left));
    }

    /// <summary><c>&lt;</c>, <c>&lt;=</c>, <c>&gt;</c> and <c>&gt;=</c>, which compare numbers.</summary>
    public Condition Order(SqlTerm left, SqlTokenKind comparison, SqlTerm right)
    {
        RefuseUnordered(left);
        RefuseUnordered(right);
        return new NumberComparison(NumberOf(left), comparison, NumberOf(right));
    }

    /// <summary><c>BETWEEN</c>, bounds included, and <c>NOT BETWEEN</c>.</summary>
    public Condition Between(SqlTerm value, SqlTerm low, SqlTerm high, bool isNegated)
    {
        if (low.Number is { } least && high.Number is { } most && least.CompareTo(most) > 0)
            throw Wrong(high.Column, "the upper bound of BETWEEN is less than the lower one");
        return isNegated
            ? new AnyOf(Order(value, SqlTokenKind.Less, low), Order(value, SqlTokenKind.Greater, high))
            : new AllOf(Order(value, SqlTokenKind.GreaterOrEqual, low), Order(value, SqlTokenKind.LessOrEqual, high));
    }

    /// <summary><c>IN</c>.</summary>
    public Condition In(SqlTerm value, IReadOnlyCollection<string> texts) =>
        new InList(Property(value, "IN"), texts, value.Property == names.TagNumber ? texts.Aggregate(0UL, static (mask, text) => mask | MaskBit(text)) : ulong.MaxValue);

    /// <summary><c>CONTAINS</c>, <c>STARTSWITH</c> and <c>ENDSWITH</c>.</summary>
    public Condition Match(SqlTerm value, SqlTokenKind match, string sought) => new TextMatch(Property(value, match.ToString().ToUpperInvariant()), match, sought);

    /// <summary><c>IS NULL</c>.</summary>
    public static Condition IsNull(SqlTerm value) => value switch
    {
        { Condition: { } condition } => new IsUnknown(condition),
        { Property: { } property } => new IsMissing(property),
        _ => new Constant(value.IsNull ? Truth.True : Truth.False),
    };

    /// <summary>A term that must be a condition.</summary>
    public Condition Condition(SqlTerm term) => term.Condition ?? throw Wrong(term.Column, term.Property is null
        ? $"{term.Kind} is no condition"
        : $"{term.Kind} alone is no condition; compare it, as in {term.Name} = TRUE or {term.Name} IS NOT NULL");

    private Condition TruthOf(SqlTerm term, SqlTerm other) => term switch
    {
        { Condition: { } condition } => condition,
        { Property: { } property } => new PropertyTruth(property),
        _ => throw Wrong(term.Column, $"{term.Kind} cannot be compared with {other.Kind}"),
    };

    private NumberOperand NumberOf(SqlTerm term)
    {
        if (term.Number is { } number)
            return NumberOperand.Of(number);
        if (term.Property is { } property)
            return NumberOperand.Of(property);
        return Number.TryParse(Encoding.UTF8.GetBytes(term.Text!), out number)
            ? NumberOperand.Of(number)
            : throw Wrong(term.Column, "a number is compared with a text that is none");
    }

    private static TextOperand TextOf(SqlTerm term) => term.Property is { } property ? TextOperand.Of(property) : TextOperand.Of(term.Text!);

    private int Property(SqlTerm term, string what) => term.Property ?? throw Wrong(term.Column, $"{what} needs a property in front of it, not {term.Kind}");

    private void RefuseNull(SqlTerm term)
    {
        if (term.IsNull)
            throw Wrong(term.Column, "nothing equals NULL; ask for it with IS NULL or IS NOT NULL");
    }

    /// <summary>RocketMQ orders numbers only.</summary>
    private void RefuseUnordered(SqlTerm term)
    {
        if (term.Number is null && term.Property is null)
            throw Wrong(term.Column, $"{term.Kind} has no order: expected a number or a property");
    }

    private ulong TagMask(SqlTerm property, SqlTerm constant) =>
        property.Property is { } number && number == names.TagNumber && constant.Text is { } tag ? MaskBit(tag) : ulong.MaxValue;

    private static ulong MaskBit(string tag) => TagHash.MaskBit(TagHash.Of(tag));

    private FilterSyntaxException Wrong(int column, string problem) => new(text, column, problem);
}
