namespace LambdaSpeed.Tests.Joins;

/// <summary>An event of one side of a join.</summary>
[GenerateCodec]
internal readonly record struct JoinEvent(int Key, DateTimeOffset Time, long Value)
{
    public override string ToString() => $"{Key}@{(Time - RandomSide.Origin).TotalSeconds}:{Value}";
}
