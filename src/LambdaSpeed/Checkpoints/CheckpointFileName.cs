using System.Buffers.Binary;
using System.Globalization;
using LambdaSpeed.Storage;

namespace LambdaSpeed.Checkpoints;

/// <summary>The name of a file in a topology's directory, and what it says.</summary>
/// <param name="Kind">What the file is.</param>
/// <param name="First">The incarnation that wrote it; of a snapshot, the epoch.</param>
/// <param name="Second">The number of the file within its incarnation; 0 where there is only one.</param>
internal readonly record struct CheckpointFileName(CheckpointFileKind Kind, long First, long Second) : IComparable<CheckpointFileName>
{
    private const int SeedBytes = 17;
    private const int MaxDigits = 15; // so that one more always fits

    /// <summary>Where the checksums in the file begin, so that nothing of one file holds in another.</summary>
    public uint Seed
    {
        get
        {
            Span<byte> bytes = stackalloc byte[SeedBytes];
            bytes[0] = (byte)Kind;
            BinaryPrimitives.WriteInt64LittleEndian(bytes[1..], First);
            BinaryPrimitives.WriteInt64LittleEndian(bytes[9..], Second);
            return Crc32C.Of(bytes);
        }
    }

    public static CheckpointFileName Changes(long incarnation, long number) => new(CheckpointFileKind.Changes, incarnation, number);

    public static CheckpointFileName Snapshot(EpochId epoch) => new(CheckpointFileKind.Snapshot, epoch.Number, 0);

    public static CheckpointFileName Incarnation(long incarnation) => new(CheckpointFileKind.Incarnation, incarnation, 0);

    public static CheckpointFileName Unfinished(long incarnation, long number) => new(CheckpointFileKind.Unfinished, incarnation, number);

    /// <summary>Takes a name apart; false for one that this store does not write, whose file is none of its business.</summary>
    public static bool TryParse(string name, out CheckpointFileName parsed)
    {
        parsed = default;
        if (name.Split('-') is not [var kind, var first, .. var others] || others.Length > 1) return false;
        if (!TryReadNumber(first, out var firstNumber)) return false;
        if (!TryReadNumber(others is [var second] ? second : "0", out var secondNumber)) return false;

        parsed = new(
            kind switch
            {
                "changes" => CheckpointFileKind.Changes,
                "snapshot" => CheckpointFileKind.Snapshot,
                "incarnation" => CheckpointFileKind.Incarnation,
                "unfinished" => CheckpointFileKind.Unfinished,
                _ => default,
            },
            firstNumber,
            secondNumber);
        return parsed.Kind != default && parsed.ToString() == name;
    }

    /// <summary>The order in which files of a kind were begun.</summary>
    public int CompareTo(CheckpointFileName other) => (First, Second).CompareTo((other.First, other.Second));

    public override string ToString() => Kind switch
    {
        CheckpointFileKind.Changes => string.Create(CultureInfo.InvariantCulture, $"changes-{First:D8}-{Second:D6}"),
        CheckpointFileKind.Snapshot => string.Create(CultureInfo.InvariantCulture, $"snapshot-{First:D12}"),
        CheckpointFileKind.Incarnation => string.Create(CultureInfo.InvariantCulture, $"incarnation-{First:D8}"),
        CheckpointFileKind.Unfinished => string.Create(CultureInfo.InvariantCulture, $"unfinished-{First:D8}-{Second:D6}"),
        _ => "",
    };

    private static bool TryReadNumber(string text, out long number)
    {
        number = 0;
        return text.Length <= MaxDigits && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
