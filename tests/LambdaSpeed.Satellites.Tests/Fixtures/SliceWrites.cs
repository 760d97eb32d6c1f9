namespace LambdaSpeed.Satellites.Tests.Fixtures;

/// <summary>What tests write into stores that keep slices apart.</summary>
internal static class SliceWrites
{
    public static ViewMark Mark(long epoch) => new(1, new EpochId(epoch));

    public static ViewChange<SliceKey<string>, long> Put(int slice, string key, long value) => new(new(slice, key), value, new EpochId(1));

    /// <summary>A slice of so many keys.</summary>
    public static IAsyncEnumerable<KeyValuePair<SliceKey<string>, long>> Slice(int number, int keys) => Enumerable.Range(0, keys)
        .Select(i => KeyValuePair.Create(new SliceKey<string>(number, $"key {i}"), (long)i)).ToAsyncEnumerable();
}
