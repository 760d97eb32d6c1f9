namespace LambdaSpeed.Tests.State;

/// <summary>What the state of one key should hold, each item with the moment at which it expires.</summary>
internal sealed class KeyModel
{
    public (long Value, long End)? Value { get; set; }

    public Dictionary<long, (string Value, long End)> Map { get; init; } = [];

    public List<(long Value, long End)> List { get; init; } = [];

    public KeyModel Copy() => new() { Value = Value, Map = new(Map), List = [.. List] };

    /// <summary>Lets go of what has expired.</summary>
    public void Expire(long now)
    {
        if (Value is { } value && value.End <= now) Value = null;
        foreach (var (key, (_, end)) in Map.ToList())
        {
            if (end <= now) Map.Remove(key);
        }
        List.RemoveAll(item => item.End <= now);
    }
}
