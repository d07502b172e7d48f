using Orleans.Serialization.Buffers;

namespace Orleans.Serialization.Codecs;

/// <summary>Points in time with their kind: 62 bits of ticks, 2 of kind.</summary>
internal sealed class DateTimeCodec : Codec<DateTime>
{
    /// <inheritdoc/>
    public override void Write(ref Writer writer, uint id, DateTime value)
    {
        writer.WriteHeader(id, WireType.Fixed64);
        writer.WriteFixed64((ulong)value.Ticks | ((ulong)value.Kind << 62));
    }

    /// <inheritdoc/>
    public override DateTime Read(ref Reader reader, WireType wire)
    {
        var bits = wire == WireType.Fixed64 ? reader.ReadFixed64() : throw Reader.Unexpected(wire, "a point in time");
        var ticks = (long)(bits & ((1UL << 62) - 1));
        var kind = (DateTimeKind)(bits >> 62);
        return ticks <= DateTime.MaxValue.Ticks && kind <= DateTimeKind.Local
            ? new DateTime(ticks, kind)
            : throw new SerializerException("The bytes are not a point in time.");
    }
}

/// <summary>Points in time with their distance from UTC: local ticks and minutes.</summary>
internal sealed class DateTimeOffsetCodec : Codec<DateTimeOffset>
{
    /// <inheritdoc/>
    public override void Write(ref Writer writer, uint id, DateTimeOffset value)
    {
        writer.WriteHeader(id, WireType.Fixed128);
        writer.WriteFixed64((ulong)value.Ticks);
        writer.WriteFixed64((ulong)(long)value.TotalOffsetMinutes);
    }

    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Reader reader, WireType wire)
    {
        if (wire != WireType.Fixed128)
        {
            throw Reader.Unexpected(wire, "a point in time with its offset");
        }

        var ticks = (long)reader.ReadFixed64();
        var minutes = (long)reader.ReadFixed64();
        var valid = minutes is >= -14 * 60 and <= 14 * 60
            && ticks >= 0 && ticks <= DateTime.MaxValue.Ticks
            && ticks - (minutes * TimeSpan.TicksPerMinute) is >= 0 and var utc && utc <= DateTime.MaxValue.Ticks;
        return valid
            ? new DateTimeOffset(ticks, TimeSpan.FromMinutes(minutes))
            : throw new SerializerException("The bytes are not a point in time with its offset.");
    }
}

/// <summary>Lengths of time, in ticks.</summary>
internal sealed class TimeSpanCodec : Codec<TimeSpan>
{
    /// <inheritdoc/>
    public override void Write(ref Writer writer, uint id, TimeSpan value)
    {
        writer.WriteHeader(id, WireType.VarInt);
        writer.WriteVarInt(value.Ticks);
    }

    /// <inheritdoc/>
    public override TimeSpan Read(ref Reader reader, WireType wire) =>
        wire == WireType.VarInt ? new TimeSpan(reader.ReadVarInt()) : throw Reader.Unexpected(wire, "a length of time");
}

/// <summary>Days, numbered from 0001-01-01.</summary>
internal sealed class DateOnlyCodec : Codec<DateOnly>
{
    /// <inheritdoc/>
    public override void Write(ref Writer writer, uint id, DateOnly value)
    {
        writer.WriteHeader(id, WireType.VarInt);
        writer.WriteVarUInt((uint)value.DayNumber);
    }

    /// <inheritdoc/>
    public override DateOnly Read(ref Reader reader, WireType wire)
    {
        var day = wire == WireType.VarInt ? reader.ReadVarUInt() : throw Reader.Unexpected(wire, "a day");
        return day <= (ulong)DateOnly.MaxValue.DayNumber ? DateOnly.FromDayNumber((int)day) : throw new SerializerException($"There is no day {day}.");
    }
}

/// <summary>Times of day, in ticks since midnight.</summary>
internal sealed class TimeOnlyCodec : Codec<TimeOnly>
{
    /// <inheritdoc/>
    public override void Write(ref Writer writer, uint id, TimeOnly value)
    {
        writer.WriteHeader(id, WireType.VarInt);
        writer.WriteVarUInt((ulong)value.Ticks);
    }

    /// <inheritdoc/>
    public override TimeOnly Read(ref Reader reader, WireType wire)
    {
        var ticks = wire == WireType.VarInt ? reader.ReadVarUInt() : throw Reader.Unexpected(wire, "a time of day");
        return ticks <= (ulong)TimeOnly.MaxValue.Ticks ? new TimeOnly((long)ticks) : throw new SerializerException("The bytes are not a time of day.");
    }
}
