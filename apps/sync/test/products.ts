import { type Downstream, type DownstreamOptions, startDownstream } from '#testing/downstream';

/** Downstream products that end with the test that started them. */
export const productsForTests = () => {
  const products: Downstream[] = [];
  afterEach(async () => {
    for (const product of products.splice(0)) await product.close();
  });
  return async (options: DownstreamOptions = {}): Promise<Downstream> => {
    const product = await startDownstream({ token: 'product-token', ...options });
    products.push(product);
    return product;
  };
};

/** Requests that change something. */
export const writesOf = (product: Downstream) => product.requests.filter(({ method }) => method !== 'GET');
