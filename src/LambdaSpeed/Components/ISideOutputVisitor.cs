namespace LambdaSpeed.Components;

/// <summary>Meets a side output with its type.</summary>
internal interface ISideOutputVisitor<out TResult>
{
    TResult Visit<T>(SideOutput<T> side);
}
