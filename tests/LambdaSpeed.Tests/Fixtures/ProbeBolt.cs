namespace LambdaSpeed.Tests.Fixtures;

/// <summary>A bolt made of lambdas, which may be told of its life.</summary>
internal sealed class ProbeBolt<TIn, TOut>(Action<TIn, Emitter<TOut>, ComponentContext> execute, Lifetimes? lifetimes = null)
    : Bolt<TIn, TOut>
{
    public Action<ComponentContext>? OnOpen { get; init; }

    public Action? OnClose { get; init; }

    public Action<Emitter<TOut>>? OnTick { get; init; }

    public override void Open(ComponentContext context)
    {
        base.Open(context);
        lifetimes?.Opened(context);
        OnOpen?.Invoke(context);
    }

    public override void Execute(TIn input, Emitter<TOut> output) => execute(input, output, Context);

    public override void Tick(Emitter<TOut> output) => OnTick?.Invoke(output);

    public override void Close()
    {
        lifetimes?.Closed(Context);
        OnClose?.Invoke();
    }
}
