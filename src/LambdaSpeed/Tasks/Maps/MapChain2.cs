using LambdaSpeed.Streams;

namespace LambdaSpeed.Tasks.Maps;

/// <summary>A <see cref="MapChain{TOut}"/> of two.</summary>
internal sealed class MapChain2<TIn, T1, TOut>(
    StageContext[] contexts,
    TupleBuffer<TIn> input,
    Func<TIn, T1> first,
    Func<T1, TOut> second) : MapChain<TOut>(contexts)
{
    private readonly TupleBuffer<TIn> _input = input;
    private readonly Func<TIn, T1> _first = first;
    private readonly Func<T1, TOut> _second = second;

    public override MapChain<TNext> Then<TNext>(StageContext context, Func<TOut, TNext> selector) =>
        new MapChain3<TIn, T1, TOut, TNext>([.. Contexts, context], _input, _first, _second, selector);

    public override Stage Into(OutputPort<TOut> output, int site) => CallSite.Accept(site, new Site(this, output));

    private sealed class Site(MapChain2<TIn, T1, TOut> chain, OutputPort<TOut> output) : ICallSiteVisitor<Stage>
    {
        public Stage Visit<TSite>()
            where TSite : struct => new Loop<TSite>(chain, output);
    }

    private sealed class Loop<TSite>(MapChain2<TIn, T1, TOut> chain, OutputPort<TOut> output)
        : MapStage<TIn, TOut>(chain.Contexts, chain._input, output)
        where TSite : struct
    {
        private readonly Func<TIn, T1> _first = chain._first;
        private readonly Func<T1, TOut> _second = chain._second;

        protected override void Turn(ReadOnlySpan<TIn> tuples, Span<TOut> results)
        {
            var first = _first;
            var second = _second;
            results = results[..tuples.Length];
            for (var i = 0; i < tuples.Length; i++)
            {
                Index = i;
                Lambda = 0;
                var after1 = first(tuples[i]);
                Lambda = 1;
                results[i] = second(after1);
            }
        }
    }
}
