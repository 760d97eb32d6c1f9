namespace LambdaSpeed.Tests.Codecs;

[GenerateCodec(IsKey = true)]
public sealed class OwnEquality(int id) : IEquatable<OwnEquality>
{
    public int Id { get; } = id;

    public bool Equals(OwnEquality? other) => other?.Id == Id;

    public override bool Equals(object? obj) => Equals(obj as OwnEquality);

    public override int GetHashCode() => Id;
}
