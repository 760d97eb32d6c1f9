namespace LambdaSpeed;

/// <summary>The key of windows over a whole stream: there is one, which is all that there is to it.</summary>
public readonly record struct Global
{
    /// <summary>The key.</summary>
    public static Global Key => default;

    /// <inheritdoc/>
    public override string ToString() => "global";
}
