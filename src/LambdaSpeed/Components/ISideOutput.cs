namespace LambdaSpeed.Components;

/// <summary>A side output seen without its type.</summary>
internal interface ISideOutput
{
    TResult Accept<TResult>(ISideOutputVisitor<TResult> visitor);
}
