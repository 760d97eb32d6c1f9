using System.Collections.Immutable;

namespace LambdaSpeed.Testing;

/// <summary>A state as the contract sees it: for a section and key a number, stored as that many bytes of a kind.</summary>
internal sealed record KeyedBytes(ImmutableDictionary<(string Section, long Key), int> Values)
{
    private static readonly string[] _sections = ["views/hits/0", "views/hits/1", "state/größe"];

    private const int MostKeys = 40;

    public static KeyedBytes Empty { get; } = new(ImmutableDictionary<(string, long), int>.Empty);

    /// <summary>What a store hands over, folded.</summary>
    public static KeyedBytes ReadFrom(ICheckpointJournal journal) => Collect(journal.ReadState);

    /// <summary>What is handed over, folded.</summary>
    public static KeyedBytes Collect(Action<ChangeBlockHandler> read)
    {
        var values = Empty.Values.ToBuilder();
        read((section, entries) =>
        {
            if (entries.Length == 0) throw new ContractViolationException("ReadState", "an empty piece was handed over");
            for (var reader = new ChangeReader(entries); reader.Read();)
            {
                var id = (section, BitConverter.ToInt64(reader.Key));
                if (reader.Kind == ChangeKind.Put) values[id] = NumberOf(reader.Value);
                else values.Remove(id);
            }
        });
        return new(values.ToImmutable());
    }

    /// <summary>What a store answers when it is asked for each key there can be.</summary>
    public static KeyedBytes ReadKeysOf(IKeyedJournal journal, Action? taken = null)
    {
        var values = Empty.Values.ToBuilder();
        ReadOnlyMemory<byte>[] keys = new ReadOnlyMemory<byte>[MostKeys + 1];
        for (var key = 0; key < keys.Length; key++) keys[key] = BitConverter.GetBytes((long)key);
        foreach (var section in _sections)
        {
            journal.ReadKeys(section, keys, (index, value) =>
            {
                values.Add((section, index), NumberOf(value));
                taken?.Invoke();
            });
        }
        return new(values.ToImmutable());
    }

    /// <summary>What a store hands over of its sections, so many keys at a time.</summary>
    public static KeyedBytes WalkThrough(IKeyedJournal journal, int most)
    {
        var values = Empty.Values.ToBuilder();
        foreach (var section in _sections)
        {
            byte[]? last = null;
            for (var count = most; count == most;)
            {
                var found = 0;
                count = journal.ReadSome(section, last is null ? null : last.AsMemory(), most, (key, value) =>
                {
                    if (last is not null && key.SequenceCompareTo(last) <= 0) throw new ContractViolationException(
                        "ReadSome", $"key {Convert.ToHexString(key)} came behind {Convert.ToHexString(last)}");
                    (last, found) = (key.ToArray(), found + 1);
                    values.Add((section, BitConverter.ToInt64(key)), NumberOf(value));
                });
                if (count != found) throw new ContractViolationException("ReadSome", $"{found} keys were handed over, {count} were said");
            }
        }
        return new(values.ToImmutable());
    }

    /// <summary>What it is in one section.</summary>
    public KeyedBytes Of(string section) =>
        new(Values.Where(pair => pair.Key.Section == section).ToImmutableDictionary());

    /// <summary>Draws what an epoch does to this state; most values are short, a few long.</summary>
    public (KeyedBytes After, IReadOnlyList<(string Section, long Key, int? Value)> Changes) Change(Random random, int count)
    {
        var values = Values.ToBuilder();
        var changes = new List<(string, long, int?)>();
        for (var i = 0; i < count; i++)
        {
            var id = (Section: _sections[random.Next(_sections.Length)], Key: (long)random.Next(MostKeys));
            var value = random.Next(4) == 0 ? default(int?) : random.Next(random.Next(50) == 0 ? 9000 : 200);
            changes.Add((id.Section, id.Key, value));
            if (value is { } put) values[id] = put;
            else values.Remove(id);
        }
        return (new(values.ToImmutable()), changes);
    }

    /// <summary>The whole state, as a snapshot writes it.</summary>
    public IEnumerable<(string Section, long Key, int? Value)> AsChanges() =>
        Values.Select(pair => (pair.Key.Section, pair.Key.Key, (int?)pair.Value));

    public bool Equals(KeyedBytes? other) =>
        other is not null && Values.Count == other.Values.Count
        && Values.All(pair => other.Values.TryGetValue(pair.Key, out var value) && value == pair.Value);

    public override int GetHashCode() => Values.Count;

    public override string ToString() => string.Join(", ", Values.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}={pair.Value}"));

    public static byte[] BytesOf(int number)
    {
        var bytes = new byte[number];
        Array.Fill(bytes, (byte)number);
        return bytes;
    }

    private static int NumberOf(ReadOnlySpan<byte> value) =>
        value.IndexOfAnyExcept((byte)value.Length) < 0
            ? value.Length
            : throw new ContractViolationException("ReadState", "a value is not what was committed");
}
